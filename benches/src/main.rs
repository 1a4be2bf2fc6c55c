//! `bench-summary`: writes `target/bench/summary.json` and prints the same as a table.

use std::path::Path;
use std::process::ExitCode;
use std::{fs, io::Write as _};

fn main() -> ExitCode {
    match summarise(
        Path::new("target/criterion"),
        Path::new("target/bench/summary.json"),
    ) {
        Ok(table) => {
            // A closed standard output is no reason to fail: the file is written.
            let _ = std::io::stdout().write_all(table.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "bench-summary: {error}");
            ExitCode::from(96)
        }
    }
}

fn summarise(criterion: &Path, file: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let rows = benches::read(criterion)?;
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let memory = benches::Memory::read(folder)?;
    let times = rows.iter().map(serde_json::to_value);
    let all = times.chain(memory.iter().map(serde_json::to_value));
    let all: Vec<serde_json::Value> = all.collect::<Result<_, _>>()?;
    fs::write(file, serde_json::to_vec_pretty(&all)?)?;
    Ok(benches::table(&rows) + &benches::memory_lines(&memory))
}
