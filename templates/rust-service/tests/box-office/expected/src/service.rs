//! What the service does: a function from a request to a response. It knows nothing of sockets, so tests
//! call it directly, and another transport can take its place.

use crate::http::{Request, Response};

/// Answers one request.
pub fn respond(request: &Request) -> Response {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET" | "HEAD", "/healthz") => Response::json(200, r#"{"status":"ok"}"#),
        ("GET" | "HEAD", "/hello") => hello(request.query("name").as_deref()),
        (_, "/healthz" | "/hello") => Response::problem(405, "this path answers GET only"),
        _ => Response::problem(404, "nothing here"),
    }
}

fn hello(name: Option<&str>) -> Response {
    let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("world");
    if name.chars().count() > 100 {
        return Response::problem(400, "a name has at most 100 characters");
    }
    Response::json(200, &format!(r#"{{"hello":{}}}"#, crate::http::json_string(name)))
}

#[cfg(test)]
mod tests {
    use super::respond;
    use crate::http::Request;

    #[test]
    fn answers() {
        let table = [
            ("GET", "/healthz", 200, r#"{"status":"ok"}"#),
            ("GET", "/hello", 200, r#"{"hello":"world"}"#),
            ("GET", "/hello?name=Ada%20L", 200, r#"{"hello":"Ada L"}"#),
            ("GET", "/hello?name=%22", 200, r#"{"hello":"\""}"#),
            ("POST", "/hello", 405, r#"{"status":405,"title":"this path answers GET only"}"#),
            ("GET", "/nowhere", 404, r#"{"status":404,"title":"nothing here"}"#),
        ];
        for (method, target, status, body) in table {
            let response = respond(&Request::new(method, target));
            assert_eq!((response.status, response.body.as_str()), (status, body), "{method} {target}");
        }
    }

    #[test]
    fn refuses_a_name_that_is_too_long() {
        let target = format!("/hello?name={}", "x".repeat(101));
        assert_eq!(respond(&Request::new("GET", &target)).status, 400);
    }
}
