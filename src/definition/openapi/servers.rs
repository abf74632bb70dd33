//! Where an API is served.

use crate::{
    definition::spot::{Spot, line},
    model::Server,
};

/// `servers` of OpenAPI 3.
pub(super) fn servers(root: Spot<'_>) -> Vec<Server> {
    let server = |server: Spot<'_>| Server {
        url: server.text("url").to_owned(),
        protocol: String::new(),
        description: server.text("description").to_owned(),
        variables: variables(server),
    };
    root.items_of("servers").map(server).filter(|server| !server.url.is_empty()).collect()
}

/// Names of a server's variables with default, values and description.
pub(in crate::definition) fn variables(server: Spot<'_>) -> Vec<(String, String)> {
    let text = |variable: Spot<'_>| {
        let values: Vec<String> = variable.items_of("enum").map(|value| line(value.node)).collect();
        let default = variable.scalar("default");
        let parts = [
            if default.is_empty() { String::new() } else { format!("default {default}") },
            if values.is_empty() { String::new() } else { format!("one of {}", values.join(", ")) },
            variable.text("description").to_owned(),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    };
    server.entries_of("variables").map(|(name, variable)| (name.to_owned(), text(variable))).collect()
}

/// `host`, `basePath` and `schemes` of OpenAPI 2.
pub(super) fn old(root: Spot<'_>) -> Vec<Server> {
    let (host, base) = (root.text("host"), root.text("basePath"));
    let server = |url: String| Server { url, ..Server::default() };
    if host.is_empty() {
        return if base.is_empty() { Vec::new() } else { vec![server(base.to_owned())] };
    }
    let mut schemes: Vec<&str> = root.texts_of("schemes").collect();
    if schemes.is_empty() {
        schemes.push("https");
    }
    schemes.into_iter().map(|scheme| server(format!("{scheme}://{host}{base}"))).collect()
}
