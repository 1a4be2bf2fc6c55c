//! The eID server inside the middleware: what was seen of it in a login, and how it takes what a client of ours says.

mod browsers;
mod conversation;
mod inquiry;
mod proof;
mod token;
