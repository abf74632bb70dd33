//! What something is said to need, and what it shows to need.

use super::{info, warning};
use crate::{
    diagnostic::{Amendment, DriftRule, Finding},
    drift::{
        subject::{Code, Subject, keys},
        survey::Service,
    },
    model::{Entity, EntityIndex, RepoPath},
};

pub const PACKAGE_UNDECLARED: DriftRule = warning(
    ("package-undeclared", "Uses a package of another component without a word"),
    (
        "`spec.dependsOn` of a component",
        "a package in its manifest that another component of the catalog publishes, by the name in that one's own manifest",
    ),
    "Declare the dependency.",
);

pub const PACKAGE_UNUSED: DriftRule = info(
    ("package-unused", "Depends on a library that it does not use"),
    (
        "`spec.dependsOn` of a component, for a component of type library that publishes a package",
        "its manifests and lock files of the same package system, none of which names that package",
    ),
    "Take the dependency out, unless there is another reason for it.",
);

pub const SERVICE_UNDECLARED: DriftRule = warning(
    ("service-undeclared", "Starts with another component without a word"),
    (
        "`spec.dependsOn` and `spec.consumesApis` of a component",
        "`depends_on` and `links` between services of a compose file that are built from folders of two components",
    ),
    "Declare the dependency.",
);

pub const RESOURCE_UNDECLARED: DriftRule = warning(
    ("resource-undeclared", "Starts with a database or queue without a word"),
    (
        "`spec.dependsOn` of a component, in a catalog that has resources",
        "`depends_on` and `links` of its service in a compose file, for an image of a known database, cache or queue",
    ),
    "Declare the resource that it needs, and the dependency on it.",
);

pub const RESOURCE_DIFFERS: DriftRule = warning(
    ("resource-differs", "Depends on another database than it starts with"),
    (
        "the resource in `spec.dependsOn` that names one database system",
        "the image of another one in its compose file, and none of the first",
    ),
    "Make the catalog and the compose file name the same system.",
);

pub const API_UNDECLARED: DriftRule = warning(
    ("api-undeclared", "Calls an API without a word"),
    ("`spec.consumesApis` of a component", "an address in its settings that is a server of one API's definition"),
    "Declare that the component consumes the API.",
);

/// Systems that services need: how images are called, the name, words by which a resource shows that it is one, and
/// whether it is a database with tables.
type Technology = (&'static [&'static str], &'static str, &'static [&'static str], bool);

const TECHNOLOGIES: [Technology; 16] = [
    (
        &["postgres", "postgresql", "postgis", "timescaledb", "pgvector"],
        "PostgreSQL",
        &["postgres", "pg", "timescale"],
        true,
    ),
    (&["mysql", "mysql-server", "percona"], "MySQL", &["mysql", "percona"], true),
    (&["mariadb"], "MariaDB", &["mariadb", "mysql"], true),
    (&["mssql", "mssql/server"], "SQL Server", &["mssql", "sqlserver", "sql-server"], true),
    (&["mongo", "mongodb"], "MongoDB", &["mongo", "documentdb"], false),
    (&["redis", "redis-stack", "valkey", "keydb"], "Redis", &["redis", "valkey", "cache", "memorystore"], false),
    (&["memcached"], "Memcached", &["memcache", "cache"], false),
    (&["kafka", "cp-kafka", "redpanda"], "Kafka", &["kafka", "redpanda", "msk", "topic", "stream", "event"], false),
    (&["rabbitmq"], "RabbitMQ", &["rabbit", "amqp", "queue", "broker", "mq"], false),
    (&["nats"], "NATS", &["nats", "queue", "stream", "broker"], false),
    (&["elasticsearch", "opensearch"], "Elasticsearch", &["elastic", "opensearch", "search"], false),
    (&["cassandra", "scylla"], "Cassandra", &["cassandra", "scylla"], false),
    (&["clickhouse-server", "clickhouse"], "ClickHouse", &["clickhouse"], false),
    (&["neo4j"], "Neo4j", &["neo4j", "graph"], false),
    (&["influxdb"], "InfluxDB", &["influx", "timeseries", "metrics"], false),
    (&["minio"], "MinIO", &["minio", "s3", "bucket", "storage", "blob"], false),
];

/// Words that any database may go by.
const ANY: [&str; 8] = ["database", "db", "rds", "aurora", "sql", "datastore", "data-store", "dynamo"];

pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Finding>) {
    if !subject.is("component") {
        return;
    }
    let Some(code) = subject.code.filter(|code| code.alone) else { return };
    found.extend(packages(subject, &code));
    found.extend(unused(subject, &code));
    found.extend(compose(subject, &code));
    found.extend(apis(subject, &code));
}

/// What an entity is declared to have to do with, at one step.
fn is_declared(subject: &Subject<'_>, other: EntityIndex) -> bool {
    let needs = |entity: &Entity, to: EntityIndex| entity.relations.iter().any(|relation| relation.entity == Some(to));
    let (own, theirs) = (subject.entity, &subject.content.catalog[other]);
    let mut around =
        theirs.related("partOf").chain(theirs.related("providesApi")).filter_map(|relation| relation.entity);
    let depends = |to: EntityIndex| {
        let mut relations = own.related("dependsOn").chain(own.related("consumesApi"));
        relations.any(|relation| relation.entity == Some(to))
    };
    needs(own, other) || around.any(depends)
}

fn said(subject: &Subject<'_>) -> Option<crate::diagnostic::Side> {
    let count = subject.entity.related("dependsOn").count();
    let words = if count == 0 { "dependsOn names nothing".to_owned() } else { format!("dependsOn names {count}") };
    subject.declared(&["spec", "dependsOn"], words)
}

fn depend(subject: &Subject<'_>, on: EntityIndex) -> Option<Amendment> {
    let id = &subject.content.catalog[on].id;
    let (kind, rest) = id.as_str().split_once(':')?;
    let (namespace, name) = rest.split_once('/')?;
    let own = subject.entity.namespace.eq_ignore_ascii_case(namespace);
    let target = if own { format!("{kind}:{name}") } else { format!("{kind}:{namespace}/{name}") };
    Some(Amendment::Append(keys(&["spec", "dependsOn"]), target))
}

/// Packages of other components that its manifests name, each component once.
fn packages(subject: &Subject<'_>, code: &Code<'_>) -> Vec<Finding> {
    let packages = subject.content.packages;
    let mut told: Vec<EntityIndex> = Vec::new();
    let mut found = Vec::new();
    for bundle in packages.bundles_of(subject.index).into_iter().flatten().filter(|bundle| code.holds(&bundle.manifest))
    {
        for one in bundle.uses.iter().filter(|one| one.direct && !one.development) {
            let package = &packages.releases[one.release as usize].package;
            let Some(Some(published)) = subject.desk.published.get(package) else { continue };
            let other = published.entity;
            if other == subject.index || told.contains(&other) || is_declared(subject, other) {
                continue;
            }
            told.push(other);
            let id = &subject.content.catalog[other].id;
            let path = bundle.lock.as_ref().filter(|_| one.locked).unwrap_or(&bundle.manifest);
            let name = package.split_once('/').map_or(package.as_str(), |(_, name)| name);
            let message =
                format!("it uses the package `{name}` of {id} ({}), and does not depend on it", published.path);
            let shown = subject.shown(path, one.line, format!("uses `{name}`"));
            found.extend(subject.find(&PACKAGE_UNDECLARED, message, (said(subject), shown), depend(subject, other)));
        }
    }
    found
}

/// Libraries that it depends on, and no manifest of the same system names.
fn unused(subject: &Subject<'_>, code: &Code<'_>) -> Vec<Finding> {
    let packages = subject.content.packages;
    let mut found = Vec::new();
    let items = subject.entity.spec.get("dependsOn").and_then(serde_json::Value::as_array);
    for (place, item) in items.into_iter().flatten().enumerate() {
        let target = subject.entity.related("dependsOn").filter_map(|relation| relation.entity).find(|index| {
            let other = &subject.content.catalog[*index];
            let written = item.as_str().unwrap_or_default().to_lowercase();
            other.spec_str("type") == Some("library")
                && written.rsplit(['/', ':']).next() == Some(&other.name.to_lowercase())
        });
        let Some(other) = target else { continue };
        let mut published =
            subject.desk.published.iter().filter(|(_, one)| one.as_ref().is_some_and(|one| one.entity == other));
        let (Some((package, Some(one))), None) = (published.next(), published.next()) else { continue };
        let system = package.split('/').next().unwrap_or_default();
        let elsewhere = subject.content.catalog[other].origin.repo != code.repo;
        let bundles = || packages.bundles_of(subject.index).into_iter().flatten();
        let of_system = |bundle: &&crate::model::Bundle| {
            bundle.uses.iter().any(|one| packages.releases[one.release as usize].purl_type() == system)
        };
        let names_it = bundles()
            .flat_map(|bundle| &bundle.uses)
            .any(|one| packages.releases[one.release as usize].package == *package);
        let Some(bundle) = bundles().find(of_system).filter(|_| elsewhere && !names_it) else { continue };
        // Other packages of the same repository may be what is meant.
        if code.survey.manifests.iter().any(|manifest| manifest.get("name").is_some_and(|(name, _)| name == package)) {
            continue;
        }
        let name = package.split_once('/').map_or(package.as_str(), |(_, name)| name);
        let id = &subject.content.catalog[other].id;
        let message = format!("it depends on {id}, and no manifest of it names the package `{name}` ({})", one.path);
        let place = place.to_string();
        let declared = subject.declared(&["spec", "dependsOn", &place], format!("depends on {id}"));
        let shown = subject.shown(&bundle.manifest, 0, format!("does not name `{name}`"));
        found.extend(subject.find(&PACKAGE_UNUSED, message, (declared, shown), None));
    }
    found
}

/// What its service of a compose file waits for.
fn compose(subject: &Subject<'_>, code: &Code<'_>) -> Vec<Finding> {
    let services = &code.survey.services;
    let mut found: Vec<Finding> = Vec::new();
    let own = services.iter().filter(|service| service.built.as_ref() == Some(code.folder));
    for service in own {
        for (name, line) in &service.needs {
            let needed = services.iter().find(|other| other.path == service.path && other.name == *name);
            let Some(needed) = needed else { continue };
            let one = match &needed.built {
                Some(folder) => {
                    component(subject, code, folder).and_then(|other| waits(subject, other, (service, *line)))
                }
                None => technology(needed).and_then(|which| resource(subject, code, which, needed)),
            };
            let is_new = |one: &Finding| !found.iter().any(|other| other.message == one.message);
            if let Some(one) = one.filter(is_new) {
                found.push(one);
            }
        }
    }
    found
}

/// The only component whose code lies in a folder of the same repository.
fn component(subject: &Subject<'_>, code: &Code<'_>, folder: &RepoPath) -> Option<EntityIndex> {
    let catalog = subject.content.catalog;
    let lies_here = |index: EntityIndex| {
        let fact = subject.content.observed.get(index, "code");
        fact.is_some_and(|fact| fact.evidence.repo == code.repo && fact.evidence.path == *folder)
    };
    let mut here =
        catalog.iter().filter(|(index, one)| one.id.kind() == "component" && lies_here(*index)).map(|(index, _)| index);
    let one = here.next()?;
    here.next().is_none().then_some(one).filter(|one| *one != subject.index)
}

fn waits(subject: &Subject<'_>, other: EntityIndex, (service, line): (&Service, u32)) -> Option<Finding> {
    if is_declared(subject, other) {
        return None;
    }
    let id = &subject.content.catalog[other].id;
    let message = format!("its service `{}` waits for that of {id}, and it does not depend on it", service.name);
    let shown = subject.shown(&service.path, line, format!("`{}` needs {id}", service.name));
    subject.find(&SERVICE_UNDECLARED, message, (said(subject), shown), depend(subject, other))
}

fn technology(service: &Service) -> Option<&'static Technology> {
    let (image, _) = service.image.as_ref()?;
    let ends = |name: &&str| image.strip_suffix(*name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    TECHNOLOGIES.iter().find(|(images, ..)| images.iter().any(ends))
}

/// What a resource is by its name, title, type and tags.
fn words(resource: &Entity) -> String {
    let tags: Vec<&str> = resource.tags().collect();
    format!(
        "{} {} {} {}",
        resource.name,
        resource.title(),
        resource.spec_str("type").unwrap_or_default(),
        tags.join(" ")
    )
    .to_lowercase()
}

fn resource(subject: &Subject<'_>, code: &Code<'_>, which: &Technology, needed: &Service) -> Option<Finding> {
    if !subject.desk.has_resources {
        return None;
    }
    let (_, name, own_words, tables) = which;
    let catalog = subject.content.catalog;
    let dependencies = || subject.entity.related("dependsOn").filter_map(|relation| relation.entity);
    let resources: Vec<(EntityIndex, String)> = dependencies()
        .filter(|index| catalog[*index].id.kind() == "resource")
        .map(|index| (index, words(&catalog[index])))
        .collect();
    let is = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    if resources.iter().any(|(_, text)| is(text, own_words)) {
        return None;
    }
    let image = needed.image.as_ref().map_or(0, |(_, line)| *line);
    let shown = || subject.shown(&needed.path, image.max(needed.line), format!("`{}` is {name}", needed.name));
    let tabled =
        |text: &str| TECHNOLOGIES.iter().filter(|(.., tables)| *tables).find(|(_, _, words, _)| is(text, words));
    let other = resources.iter().filter_map(|(index, text)| Some((*index, tabled(text)?))).next().filter(|_| *tables);
    if let Some((index, (_, declared, ..))) = other {
        let shows = code.survey.services.iter().filter_map(technology).any(|(_, shown, ..)| shown == declared);
        let message =
            format!("it depends on {}, which is {declared}, and its compose file starts {name}", catalog[index].id);
        return (!shows).then(|| subject.find(&RESOURCE_DIFFERS, message, (said(subject), shown()), None)).flatten();
    }
    // A resource of which nobody can tell what it is may be the one.
    let is_other = |text: &String| !is(text, &ANY) && TECHNOLOGIES.iter().any(|(_, _, words, _)| is(text, words));
    if !resources.iter().all(|(_, text)| is_other(text)) {
        return None;
    }
    let message = format!("its compose file starts {name} for it, and it depends on no such resource");
    subject.find(&RESOURCE_UNDECLARED, message, (said(subject), shown()), None)
}

/// APIs whose servers its settings name.
fn apis(subject: &Subject<'_>, code: &Code<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut told = Vec::new();
    for (path, line, address) in code.survey.addresses.iter().filter(|(path, ..)| code.holds(path)) {
        let lower = address.to_lowercase();
        let fits = |server: &&String| {
            lower.strip_prefix(server.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        };
        let mut servers = subject.desk.servers.range::<String, _>(..=lower.clone()).rev().map(|(server, _)| server);
        let Some(server) = servers.find(fits) else { continue };
        let Some(Some(api)) = subject.desk.servers.get(server) else { continue };
        let related = subject.entity.relations.iter().any(|relation| relation.entity == Some(*api));
        let own = subject
            .content
            .observed
            .get(*api, "code")
            .is_some_and(|fact| fact.evidence.repo == code.repo && fact.evidence.path == *code.folder);
        if related || own || told.contains(api) {
            continue;
        }
        told.push(*api);
        let id = &subject.content.catalog[*api].id;
        let message = format!("its settings name {server}, a server of {id}, and it does not consume it");
        let name = id.as_str().rsplit('/').next().unwrap_or_default();
        let target = if id.as_str().starts_with("api:default/") { name.to_owned() } else { id.to_string() };
        let declared = subject.declared(&["spec", "consumesApis"], format!("consumesApis does not name {id}"));
        let shown = subject.shown(path, *line, server.clone());
        let amendment = Some(Amendment::Append(keys(&["spec", "consumesApis"]), target));
        found.extend(subject.find(&API_UNDECLARED, message, (declared, shown), amendment));
    }
    found
}
