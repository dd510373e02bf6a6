//! A static server for the page, on this machine only.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::thread;

use anyhow::{Result, anyhow};
use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use crate::data;
use crate::page::Extras;

/// Builds the page and serves it on a port of 127.0.0.1 (0 for any free one) until the process is ended.
///
/// With `isolation` every answer carries the headers without which browsers give a page no shared memory.
pub fn run(port: u16, isolation: bool) -> Result<()> {
    let root = crate::root();
    let site = root.join("target/page");
    crate::page::build(&root.join("pkg"), &site, &Extras { data: data::present().as_deref(), tests: false })?;
    let server = Server::http(("127.0.0.1", port))
        .map_err(|error| anyhow!("port {port} can't be served ({error}): choose another with --port"))?;
    let address = server.server_addr().to_ip().expect("an HTTP server has an IP address");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for request in server.incoming_requests() {
                    answer(request, &site, isolation);
                }
            });
        }
        println!("Serving http://{address}/");
    });
    Ok(())
}

fn answer(request: Request, folder: &Path, isolation: bool) {
    let mut headers = vec![header("Cache-Control", "no-cache"), header("X-Content-Type-Options", "nosniff")];
    if isolation {
        headers.push(header("Cross-Origin-Opener-Policy", "same-origin"));
        headers.push(header("Cross-Origin-Embedder-Policy", "require-corp"));
        headers.push(header("Cross-Origin-Resource-Policy", "same-origin"));
    }
    let refuse = |status: u16| {
        let text = StatusCode(status).default_reason_phrase();
        Response::from_string(text).with_status_code(status).boxed()
    };
    let mut response = match request.method() {
        Method::Get | Method::Head => match open(folder, request.url()) {
            Some((file, path)) => {
                let kind = mime_guess::from_path(&path).first_or_octet_stream();
                let charset = if kind.type_() == mime_guess::mime::TEXT { "; charset=utf-8" } else { "" };
                headers.push(header("Content-Type", &format!("{kind}{charset}")));
                Response::from_file(file).boxed()
            }
            None => refuse(404),
        },
        _ => refuse(405),
    };
    for header in headers {
        response.add_header(header);
    }
    // A browser that went away in the middle of an answer is no fault of the server.
    if let Err(error) = request.respond(response)
        && !matches!(
            error.kind(),
            io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted
        )
    {
        eprintln!("warning: a request could not be answered: {error}");
    }
}

/// The file that a URL names below the folder; `index.html` where it names a folder.
fn open(folder: &Path, url: &str) -> Option<(File, PathBuf)> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let path = Path::new(path.trim_start_matches('/'));
    // Only plain names: nothing above the folder can be reached.
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let mut path = folder.join(path);
    if fs::metadata(&path).ok()?.is_dir() {
        path.push("index.html");
    }
    Some((File::open(&path).ok()?, path))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("header names and values are ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_are_found() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = |url| open(folder, url).is_some();
        assert!(found("/Cargo.toml"));
        assert!(found("/src/main.rs?x=1"));
        assert!(found("/src/%6dain.rs"));
        assert!(!found("/"), "this folder has no index.html");
        assert!(!found("/../Cargo.toml"));
        assert!(!found("/src/../../Cargo.toml"));
        assert!(!found("/%2e%2e/Cargo.toml"));
        assert!(!found("//etc/hosts/../../../Cargo.toml"));
        assert!(!found("/nothing.html"));
    }
}
