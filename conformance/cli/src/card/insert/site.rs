//! Where the virtual reader should be, and what to do when it is not there.

use std::net::{IpAddr, ToSocketAddrs};
use std::path::Path;

#[cfg(unix)]
use std::os::unix::net::UnixStream;

use reader::{LinkError, Slot, Vpcd};

/// The daemon's socket, by which other programs find it.
#[cfg(unix)]
const DAEMON: &str = "/run/pcscd/pcscd.comm";

/// Files of which one shows that the virtual reader is installed.
const READER: [&str; 2] = [
    "/etc/reader.conf.d/vpcd",
    "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
];

/// Where a virtual reader takes its card.
pub(super) struct Site {
    host: String,
    port: u16,
    vpcd: Vpcd,
}

/// Keeps the daemon of this machine awake, as any program does that uses a card. It would stop itself else.
#[cfg(unix)]
pub(super) struct Awake(
    #[expect(dead_code, reason = "it is there to stay open")] Option<UnixStream>,
);

/// Nothing to keep awake.
#[cfg(not(unix))]
pub(super) struct Awake;

/// What this machine has of the things that a virtual reader is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    daemon: bool,
    reader: bool,
    running: bool,
}

impl Site {
    /// The virtual reader at this port of this host.
    pub(super) fn new(host: &str, port: u16) -> Self {
        Self {
            host: host.to_owned(),
            port,
            vpcd: Vpcd::at(host, port),
        }
    }

    /// Host and port.
    pub(super) fn address(&self) -> String {
        self.vpcd.address()
    }

    /// Takes the slot of the reader.
    pub(super) fn slot(&self) -> Result<Slot, LinkError> {
        self.vpcd.slot()
    }

    /// Wakes a daemon on this machine that waits to be asked for.
    #[cfg(unix)]
    pub(super) fn wake(&self) -> Awake {
        Awake(
            self.is_here()
                .then(|| UnixStream::connect(DAEMON).ok())
                .flatten(),
        )
    }

    #[cfg(not(unix))]
    pub(super) fn wake(&self) -> Awake {
        Awake
    }

    /// Why there may be no reader, what to do about it, and that we wait.
    pub(super) fn advice(&self) -> Vec<String> {
        let mut lines = vec![format!("no virtual reader at {}", self.address())];
        if self.is_here() {
            lines.extend(advice(Found::look()));
            if self.port > 35964 {
                lines.push("  the virtual reader usually waits at 35963 and 35964".into());
            }
        } else {
            lines.push(format!(
                "  is a PC/SC daemon with vsmartcard's reader running on {}, and its port open?",
                self.host
            ));
        }
        lines.push("waiting for it; Ctrl-C gives up".into());
        lines
    }

    fn is_here(&self) -> bool {
        let addresses = (self.host.as_str(), self.port).to_socket_addrs();
        addresses.is_ok_and(|mut all| all.any(|address| is_local(address.ip())))
    }
}

fn is_local(address: IpAddr) -> bool {
    address.is_loopback() || address.is_unspecified()
}

impl Found {
    fn look() -> Self {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let usual = ["/usr/sbin", "/sbin"].map(Into::into);
        let daemon = std::env::split_paths(&folders)
            .chain(usual)
            .any(|folder| folder.join("pcscd").exists());
        let reader = READER.iter().any(|path| Path::new(path).exists());
        #[cfg(unix)]
        let running = UnixStream::connect(DAEMON).is_ok();
        #[cfg(not(unix))]
        let running = false;
        Self {
            daemon,
            reader,
            running,
        }
    }
}

fn advice(found: Found) -> Vec<String> {
    let parts = [(found.daemon, "pcscd"), (found.reader, "vsmartcard-vpcd")];
    let missing: Vec<&str> = parts
        .iter()
        .filter(|(there, _)| !there)
        .map(|(_, name)| *name)
        .collect();
    let mut lines = Vec::new();
    if !missing.is_empty() {
        lines.push(format!("  not installed: {}", missing.join(", ")));
        lines.push(format!(
            "    as root: apt-get install {}",
            missing.join(" ")
        ));
    }
    match (found.running, found.reader) {
        (false, _) => {
            lines.push("  the PC/SC daemon is not running".into());
            lines.push(
                "    as root: systemctl start pcscd.socket pcscd     (without systemd: pcscd)"
                    .into(),
            );
        }
        (true, false) => {
            lines.push("  the PC/SC daemon is running and has to be told of a new reader".into());
            lines.push("    as root: systemctl restart pcscd     (without systemd: end pcscd and start it again)".into());
        }
        (true, true) => {
            lines.push(
                "  the PC/SC daemon is running, but its virtual reader does not answer".into(),
            );
            lines.push("    as root: systemctl restart pcscd     (without systemd: end pcscd and start it again)".into());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Found = Found {
        daemon: true,
        reader: true,
        running: true,
    };

    #[test]
    fn what_is_missing_is_named_with_the_line_that_installs_it() {
        let nothing = Found {
            daemon: false,
            reader: false,
            running: false,
        };
        assert_eq!(
            advice(nothing),
            [
                "  not installed: pcscd, vsmartcard-vpcd",
                "    as root: apt-get install pcscd vsmartcard-vpcd",
                "  the PC/SC daemon is not running",
                "    as root: systemctl start pcscd.socket pcscd     (without systemd: pcscd)",
            ]
        );
        assert!(
            advice(Found {
                reader: false,
                ..ALL
            })
            .iter()
            .any(|line| line.ends_with("install vsmartcard-vpcd"))
        );
    }

    #[test]
    fn what_is_not_running_is_said_with_the_line_that_starts_it() {
        let stopped = advice(Found {
            running: false,
            ..ALL
        });
        assert_eq!(stopped.len(), 2);
        assert!(
            stopped
                .iter()
                .any(|line| line.contains("systemctl start pcscd"))
        );
        assert!(
            advice(ALL)
                .iter()
                .any(|line| line.contains("systemctl restart pcscd"))
        );
    }

    #[test]
    fn a_reader_elsewhere_is_not_judged_by_what_is_here() {
        let advice = Site::new("192.0.2.1", 35963).advice().join("\n");
        assert!(
            advice.contains("no virtual reader at 192.0.2.1:35963")
                && advice.contains("running on 192.0.2.1"),
            "{advice}"
        );
        assert!(!advice.contains("apt-get"));
    }
}
