//! How callers prove who they are.

use crate::{
    definition::{desk::Desk, spot::Spot},
    model::{Need, SecurityScheme},
};

/// The schemes of OpenAPI and AsyncAPI.
pub(in crate::definition) fn schemes<'a>(desk: &Desk<'a>, holder: Option<Spot<'a>>) -> Vec<SecurityScheme> {
    let entries = holder.into_iter().flat_map(Spot::entries);
    entries.filter_map(|(name, spot)| Some(scheme(desk, name, desk.meant(spot)?))).collect()
}

fn scheme(desk: &Desk<'_>, name: &str, spot: Spot<'_>) -> SecurityScheme {
    let mut scheme = SecurityScheme {
        name: name.to_owned(),
        anchor: desk.anchor("auth", name),
        kind: kind(spot),
        description: spot.text("description").to_owned(),
        ..SecurityScheme::default()
    };
    let mut fact = |label: &str, text: &str| {
        let known = scheme.facts.iter().any(|(other, value)| other == label && value == text);
        if !text.is_empty() && !known {
            scheme.facts.push((label.to_owned(), text.to_owned()));
        }
    };
    fact("OpenID configuration", spot.text("openIdConnectUrl"));
    fact("Format", spot.text("bearerFormat"));
    let mut scopes: Vec<(String, String)> = Vec::new();
    // OpenAPI 2 has one flow, at the scheme itself.
    for flow in spot.entries_of("flows").map(|(_, flow)| flow).chain([spot]) {
        fact("Authorization URL", flow.text("authorizationUrl"));
        fact("Token URL", flow.text("tokenUrl"));
        fact("Refresh URL", flow.text("refreshUrl"));
        for key in ["scopes", "availableScopes"] {
            for (name, text) in flow.entries_of(key) {
                if scopes.iter().take(200).all(|(known, _)| known != name) {
                    scopes.push((name.to_owned(), text.node.as_str().unwrap_or_default().to_owned()));
                }
            }
        }
    }
    scheme.scopes = scopes;
    scheme
}

/// In a few words.
fn kind(spot: Spot<'_>) -> String {
    let place = spot.text("in");
    match spot.text("type") {
        "apiKey" if spot.text("name").is_empty() => format!("API key as {place}"),
        "apiKey" => {
            format!("API key in the {place} parameter {}", spot.text("name")).replace("header parameter", "header")
        }
        "httpApiKey" => format!("API key in the {place} {}", spot.text("name")),
        "basic" => "HTTP basic authentication".to_owned(),
        "http" => match spot.text("scheme").to_ascii_lowercase().as_str() {
            "basic" => "HTTP basic authentication".to_owned(),
            "bearer" => "Bearer token".to_owned(),
            scheme => format!("HTTP {scheme}"),
        },
        "oauth2" => match flows(spot).as_str() {
            "" => "OAuth 2".to_owned(),
            flows => format!("OAuth 2, {flows}"),
        },
        "openIdConnect" => "OpenID Connect".to_owned(),
        "mutualTLS" | "X509" => "Client certificate".to_owned(),
        "userPassword" => "User name and password".to_owned(),
        other => other.to_owned(),
    }
}

fn flows(spot: Spot<'_>) -> String {
    let word = |flow: &str| match flow {
        "authorizationCode" | "accessCode" => "authorization code".to_owned(),
        "clientCredentials" | "application" => "client credentials".to_owned(),
        other => other.to_owned(),
    };
    let flows: Vec<String> = spot
        .entries_of("flows")
        .map(|(name, _)| name)
        .chain([spot.text("flow")])
        .filter(|name| !name.is_empty())
        .map(word)
        .collect();
    flows.join(", ")
}

/// `security` of an operation, or else of the document. An empty alternative means that no proof is needed.
pub(super) fn needs(operation: Spot<'_>, root: Spot<'_>) -> Vec<Vec<Need>> {
    let Some(security) = operation.get("security").or_else(|| root.get("security")) else { return Vec::new() };
    let need = |(scheme, scopes): (&str, Spot<'_>)| Need {
        scheme: scheme.to_owned(),
        scopes: scopes.items().filter_map(|scope| scope.node.as_str().map(str::to_owned)).collect(),
    };
    security.items().map(|alternative| alternative.entries().map(need).collect()).collect()
}
