//! Lists the feature files, so that they are compiled in and adding one is enough.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut code = String::from("const FEATURE_FILES: &[Source] = &[\n");
    for path in files {
        let shown = path.strip_prefix(&root).map_err(io::Error::other)?;
        writeln!(
            code,
            "    Source {{ path: {shown:?}, text: include_str!({path:?}) }},"
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("feature_files.rs"), code)
}

/// All `*.feature` below a folder; folders are watched so that a new file is noticed.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() && name != "src" && name != "tests" && name != "target" {
            collect(&path, files)?;
        } else if name.ends_with(".feature") {
            files.push(path);
        }
    }
    Ok(())
}
