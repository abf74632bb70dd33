//! Definitions written as text, and what is read of them.

use super::{files::Version, origin::Origin, read::understand};
use crate::model::{Api, Field, RepoIndex, RepoPath, Schema, Shape, Snapshot};

/// Reads the first file of a repository written as one text; problems as `path:line:column rule message`.
fn read(files: &str) -> (Api, Vec<String>) {
    let snapshot = Snapshot::from_text("acme", files);
    let name = files.lines().next().and_then(|line| line.strip_prefix("-- ")?.strip_suffix(" --")).expect("a file");
    let path = RepoPath::new(name).expect("a path");
    let text = String::from_utf8(snapshot.read(&path).expect("it is there")).expect("it is text");
    let origin = Origin::file(RepoIndex(0), "acme", path);
    let understood = understand(&Version::now(&snapshot), &origin, "", &text);
    let show = |found: &crate::diagnostic::Diagnostic| {
        let place = &found.place;
        format!("{}:{}:{} {} {}", place.path, place.line, place.column, found.rule.id, found.message)
    };
    (understood.api, understood.problems.iter().map(show).collect())
}

/// Everything about an API that a reader relies on, in lines.
fn outline(api: &Api) -> Vec<String> {
    let mut lines = vec![format!("{} {} {}", api.dialect, api.info.title, api.info.version).trim_end().to_owned()];
    lines.extend(api.servers.iter().map(|server| format!("server {}", server.url)));
    lines.extend(api.schemes.iter().map(|scheme| format!("scheme {}: {}", scheme.name, scheme.kind)));
    for group in &api.groups {
        lines.push(format!("group {}", group.name));
        for operation in &group.operations {
            lines.push(format!("{} {} #{}", operation.verb, operation.target, operation.anchor));
            for parameter in &operation.parameters {
                let must = if parameter.required { "!" } else { "" };
                lines.push(format!(
                    "  {} {}{must}: {}",
                    parameter.location,
                    parameter.name,
                    shape(api, &parameter.schema)
                ));
            }
            let sent = operation.request.iter().flat_map(|body| &body.contents).map(|content| ("sent", content));
            let back = operation
                .responses
                .iter()
                .flat_map(|response| response.contents.iter().map(|content| (response.status.as_str(), content)));
            for (name, content) in sent.chain(back) {
                let schema = content.schema.as_ref().map_or_else(String::new, |schema| shape(api, schema));
                lines.push(format!("  {name}: {schema}"));
            }
        }
    }
    for named in &api.types {
        lines.push(format!("{} {} #{} = {}", named.kind, named.name, named.anchor, shape(api, &named.schema)));
    }
    lines
}

fn shape(api: &Api, schema: &Schema) -> String {
    let null = if schema.nullable { "?" } else { "" };
    let inner = match &schema.shape {
        Shape::Any => "any".to_owned(),
        Shape::Simple(names) => names.join("|"),
        Shape::Named(index) => api.types[index.0 as usize].name.clone(),
        Shape::Array(items) => format!("[{}]", shape(api, items)),
        Shape::Map(others) => format!("map {}", shape(api, others)),
        Shape::Choice(choice, parts) => {
            format!("{choice:?}({})", parts.iter().map(|part| shape(api, part)).collect::<Vec<_>>().join(", "))
        }
        Shape::Object(object) => {
            let field = |field: &Field| {
                format!("{}{}: {}", field.name, if field.required { "!" } else { "" }, shape(api, &field.schema))
            };
            let mut parts: Vec<String> =
                object.includes.iter().map(|index| format!("..{}", api.types[index.0 as usize].name)).collect();
            parts.extend(object.fields.iter().map(field));
            format!("{{{}}}", parts.join(", "))
        }
    };
    let values: Vec<&str> = schema.values.iter().map(|value| value.value.as_str()).collect();
    let values = if values.is_empty() { String::new() } else { format!("<{}>", values.join(" ")) };
    let limits =
        if schema.constraints.is_empty() { String::new() } else { format!(" ({})", schema.constraints.join("; ")) };
    format!("{inner}{null}{values}{limits}")
}

/// A file, the outline of what is read of it, and the problems.
fn check(files: &str, expected: &str, problems: &[&str]) {
    let (api, found) = read(files);
    let expected: Vec<&str> = expected.lines().collect();
    assert_eq!(outline(&api), expected, "{files}");
    assert_eq!(found, problems, "{files}");
}

#[test]
fn openapi_3() {
    check(
        "-- openapi.yaml --
openapi: 3.1.0
info: {title: Pets, version: 1}
servers: [{url: 'https://pets.example/v1'}]
tags: [{name: pets}]
security: [{key: []}]
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, schema: {type: string, format: uuid}}
    get:
      operationId: getPet
      tags: [pets]
      responses:
        '200': {description: Yes, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '404': {$ref: 'shared.yaml#/responses/Missing'}
    put:
      requestBody: {content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {x: true}}]}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: [string, 'null'], minLength: 1, maxLength: 9}
        kind: {enum: [cat, dog]}
        friends: {type: array, items: {$ref: '#/components/schemas/Pet'}, uniqueItems: true}
        owner: {oneOf: [{type: 'null'}, {type: integer, exclusiveMinimum: 0}]}
        more: {additionalProperties: {type: number}}
-- shared.yaml --
responses:
  Missing: {description: No, content: {application/json: {schema: {$ref: '#/Problem'}}}}
Problem: {type: object, properties: {code: {type: integer}}}
",
        "OpenAPI 3.1.0 Pets 1
server https://pets.example/v1
scheme key: API key in the header X-Key
group pets
GET /pets/{id} #op-getPet
  path id!: string
  200: Pet
  404: Problem
group Other operations
PUT /pets/{id} #op-put-pets-id
  path id!: string
  sent: {..Pet, x: any}
object Pet #type-Pet = {name!: string? (1 to 9 characters), kind: string<cat dog>, friends: [Pet] (no item twice), owner: integer? (> 0), more: map number}
object Problem #type-Problem = {code: integer}",
        &[],
    );
}

#[test]
fn openapi_2() {
    check(
        "-- swagger.json --
{\"swagger\": \"2.0\", \"info\": {\"title\": \"Old\", \"version\": \"1.0\"}, \"host\": \"old.example\", \"basePath\": \"/v1\",
 \"paths\": {\"/a\": {\"post\": {\"parameters\": [
   {\"in\": \"formData\", \"name\": \"file\", \"type\": \"file\", \"required\": true},
   {\"in\": \"query\", \"name\": \"n\", \"type\": \"integer\", \"minimum\": 1, \"exclusiveMinimum\": true}],
   \"responses\": {\"200\": {\"description\": \"ok\", \"schema\": {\"$ref\": \"#/definitions/A\"}}}}}},
 \"definitions\": {\"A\": {\"type\": \"object\", \"discriminator\": \"kind\", \"properties\": {\"kind\": {\"type\": \"string\"}}}}}
",
        "Swagger 2.0 Old 1.0
server https://old.example/v1
group Operations
POST /a #op-post-a
  query n: integer (> 1)
  sent: {file!: file}
  200: A
object A #type-A = {kind: string} (told apart by `kind`)",
        &[],
    );
}

#[test]
fn what_is_wrong_costs_a_problem_and_its_part() {
    check(
        "-- openapi.yaml --
openapi: 3.0.0
info: {title: Half}
paths:
  /a: [1]
  /b:
    get:
      responses:
        '200':
          description: x
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Petz'}
        '500': {$ref: 'https://else.example/x.yaml'}
        '501': {$ref: '#/components/responses/Loop'}
components:
  responses:
    Loop: {$ref: '#/components/responses/Loop'}
  schemas:
    Pet: {type: object, properties: [], $ref: '../../up.yaml'}
    Tame: {properties: {$ref: '#/components/schemas/Pet'}}
",
        "OpenAPI 3.0.0 Half
group Operations
GET /b #op-get-b
  200: Petz
value Pet #type-Pet = up.yaml
object Tame #type-Tame = {}",
        &[
            "openapi.yaml:2:7 definition-structure `info` has no `version`",
            "openapi.yaml:4:7 definition-structure `/a` is to be an object, not an array",
            "openapi.yaml:12:30 definition-reference `$ref: #/components/schemas/Petz` leads nowhere",
            "openapi.yaml:13:23 definition-outside `$ref: https://else.example/x.yaml` leads out of the repository and is not read",
            "openapi.yaml:17:11 definition-reference References lead in a circle",
            "openapi.yaml:19:47 definition-outside `$ref: ../../up.yaml` leads out of the repository and is not read",
            "openapi.yaml:20:31 definition-structure `$ref` stands among the names of properties, where it leads nowhere; `allOf` takes over the properties of another schema",
        ],
    );
    // Of YAML that breaks off, the part before the fault is read.
    let (api, problems) = read(
        "-- openapi.yaml --\nopenapi: 3.0.0\ninfo: {title: Cut, version: 1}\npaths:\n  /a:\n    get: {}\n  /b: c: d\n",
    );
    assert_eq!(outline(&api), ["OpenAPI 3.0.0 Cut 1", "group Operations", "GET /a #op-get-a"]);
    assert!(problems.len() == 1 && problems[0].starts_with("openapi.yaml:6:"), "{problems:?}");
}

#[test]
fn asyncapi() {
    check(
        "-- asyncapi.yaml --
asyncapi: 3.0.0
info: {title: News, version: 2}
servers: {main: {host: 'broker:9092', protocol: kafka}}
channels:
  news: {address: 'news.{city}', parameters: {city: {}}, messages: {posted: {payload: {type: string}}}}
operations:
  read: {action: receive, channel: {$ref: '#/channels/news'}, messages: [{$ref: '#/channels/news/messages/posted'}]}
",
        "AsyncAPI 3.0.0 News 2
server broker:9092
group Operations
RECEIVE news.{city} #op-read
  channel city!: string
  posted: string",
        &[],
    );
}

#[test]
fn graphql() {
    check(
        "-- schema.graphql --
\"\"\"The graph.\"\"\"
schema { query: Q }
type Q { \"One.\" pet(id: ID!, deep: Int = 2): Pet pets: [Pet!]! @deprecated(reason: \"slow\") }
interface Named { name: String! }
type Pet implements Named { name: String! kind: Kind }
extend type Pet { friends(first: Int): [Pet] }
enum Kind { CAT \"Barks.\" DOG }
union Any = Pet | Kind
input New { name: String!, kind: Kind = CAT }
type Broken { a: }
scalar Date
",
        "GraphQL
group Queries
QUERY pet #op-query-pet
  argument id!: ID
  argument deep: Int
  data: Pet?
QUERY pets #op-query-pets
  data: [Pet]
interface Named #type-Named = {name: String}
type Pet #type-Pet = {name: String, kind: Kind?, friends: [Pet?]?} (implements `Named`)
enum Kind #type-Kind = enum<CAT DOG>
union Any #type-Any = One(Pet, Kind)
input New #type-New = {name!: String, kind: Kind}
type Broken #type-Broken = {a: unknown?}
scalar Date #type-Date = scalar",
        &[],
    );
}

#[test]
fn protobuf() {
    check(
        "-- pets/v1/pets.proto --
// Pets and their people.
syntax = \"proto3\";
package acme.pets.v1;
import \"pets/v1/kind.proto\";
import \"google/protobuf/timestamp.proto\";
service Pets {
  // One pet.
  rpc Get(GetRequest) returns (Pet) { option (google.api.http) = { get: \"/v1/{id}\" }; }
  rpc Watch(stream GetRequest) returns (stream Pet);
}
message GetRequest { string id = 1; }
message Pet {
  reserved 7;
  Kind kind = 1; // what it is
  map<string, Toy> toys = 2;
  repeated Pet friends = 3 [deprecated = true];
  message Toy { oneof what { bool soft = 1; google.protobuf.Timestamp bought = 2; } }
}
-- pets/v1/kind.proto --
package acme.pets.v1;
enum Kind { KIND_UNSPECIFIED = 0; CAT = 1; }
enum Unused { A = 0; }
",
        "Protocol Buffers, proto3 acme.pets.v1
group Pets
RPC Get #op-Pets.Get
  sent: GetRequest
  reply: Pet
STREAM Watch #op-Pets.Watch
  sent: GetRequest
  stream: Pet
message GetRequest #type-GetRequest = {id: string}
message Pet #type-Pet = {kind: Kind, toys: map Pet.Toy (keys are string), friends: [Pet]}
message Pet.Toy #type-Pet.Toy = {soft: boolean (at most one of `what`), bought: Timestamp (at most one of `what`)}
enum Kind #type-Kind = enum<KIND_UNSPECIFIED CAT>",
        &[],
    );
    let (api, _) = read(
        "-- a.proto --\nservice A { rpc B(C) returns (C) { option (google.api.http) = { post: \"/b\" }; } }\nmessage C { string x = 1; }\n",
    );
    let operation = &api.groups[0].operations[0];
    assert_eq!(operation.summary, "POST /b");
    let snippet = operation.snippet.as_ref().expect("every method has one");
    assert_eq!(snippet.text, "grpcurl -d '{\n  \"x\": \"string\"\n}' \\\n  api.example.com:443 \\\n  A/B");
}

#[test]
fn json_schema() {
    check(
        "-- order.schema.json --
{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$id\": \"https://acme.example/order\", \"title\": \"Order\",
 \"type\": \"object\", \"properties\": {\"self\": {\"$ref\": \"#\"}, \"money\": {\"$ref\": \"#/$defs/Money\"}},
 \"$defs\": {\"Money\": {\"$anchor\": \"money\", \"type\": \"integer\"}, \"Also\": {\"$ref\": \"#money\"}}}
",
        "JSON Schema 2020-12 Order
object Order #type-Order = {self: Order, money: Money}
value Money #type-Money = integer
alias Also #type-Also = Money",
        &[],
    );
}

#[test]
fn examples_and_snippets_are_made() {
    let (api, _) = read(
        "-- openapi.yaml --
openapi: 3.0.0
info: {title: x, version: 1}
servers: [{url: ../../v2/./}]
paths:
  /a/{b}:
    post:
      security: [{key: []}]
      parameters: [{name: q, in: query, required: true, schema: {type: string, enum: [a b]}}, {name: b, in: path, schema: {}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
      responses: {'200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    A: {type: object, properties: {id: {type: string, readOnly: true, format: date}, it's: {$ref: '#/components/schemas/A'}, n: {type: integer, minimum: 3}}}
",
    );
    let operation = &api.groups[0].operations[0];
    let snippet = operation.snippet.as_ref().expect("a path has one");
    assert_eq!(
        snippet.text,
        "curl -X POST 'https://api.example.com/v2/a/{b}?q=a+b' \\\n  -H \"Authorization: Bearer $TOKEN\" \\\n  \
         -H 'Content-Type: application/json' \\\n  -d '{\n  \"it'\\''s\": null,\n  \"n\": 3\n}'"
    );
    let back = &operation.responses[0].contents[0].examples[0];
    assert_eq!(back.text, "{\n  \"id\": \"2026-01-31\",\n  \"it's\": null,\n  \"n\": 3\n}");
    assert!(back.generated);
}

#[test]
fn hostile_definitions_cost_little() {
    // References that double at each step, and one part that thousands of operations share.
    let mut text =
        String::from("-- openapi.yaml --\nopenapi: 3.0.0\ninfo: {title: x, version: 1}\ncomponents:\n  schemas:\n");
    for level in 0..200 {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", level + 1);
        text.push_str(&format!("    S{level}: {{type: object, properties: {{a: {next}, b: {next}, c: {next}}}}}\n"));
    }
    text.push_str("    S200: {type: string}\npaths:\n");
    for path in 0..3_000 {
        text.push_str(&format!("  /p{path}: {{$ref: '#/x-shared'}}\n"));
    }
    text.push_str("x-shared: {get: {responses: {'200': {description: x, content: {a/json: {schema: {$ref: '#/components/schemas/S0'}}}}}}}\n");
    let (api, problems) = read(&text);
    assert_eq!(api.groups[0].operations.len(), 3_000);
    assert_eq!(problems, [""; 0]);
    let longest =
        api.groups[0].operations.iter().map(|operation| operation.responses[0].contents[0].examples[0].text.len());
    assert!(longest.max().unwrap_or(0) < 20_000);
}
