//! The kinds that Backstage knows, as data: Backstage `packages/catalog-model/src/schema/kinds` and the relations
//! of `BuiltinKindsEntityProcessor`.

use super::shape::{
    Field, Shape,
    Shape::{AnyText, FullList, List, Object, ObjectOfText, OneOrMore, ShortText, Text, TextOrBool, Texts, Word},
    optional, required,
};
use crate::model::{RelationField, RelationType};

/// A kind in its versions.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) api_versions: &'static [&'static str],
    /// The `spec.type` that selects this schema among those of the same kind; none for the kind's own.
    pub(super) spec_type: Option<&'static str>,
    pub(super) spec: &'static [Field],
    pub(super) relations: &'static [RelationField],
}

pub(super) const fn relation(
    field: &'static str,
    default_kind: Option<&'static str>,
    allowed_kinds: &'static [&'static str],
    (forward, reverse): (&'static str, &'static str),
) -> RelationField {
    let (forward, reverse) = (RelationType(forward), RelationType(reverse));
    RelationField { field, default_kind, allowed_kinds, forward, reverse }
}

const PART: (&str, &str) = ("partOf", "hasPart");
const DEPENDS: (&str, &str) = ("dependsOn", "dependencyOf");
pub(super) const OWNER: RelationField =
    relation("spec.owner", Some("Group"), &["Group", "User"], ("ownedBy", "ownerOf"));
pub(super) const SYSTEM: RelationField = relation("spec.system", Some("System"), &[], PART);
pub(super) const SUBCOMPONENT: RelationField = relation("spec.subcomponentOf", Some("Component"), &[], PART);
pub(super) const PROVIDES: RelationField =
    relation("spec.providesApis", Some("API"), &[], ("providesApi", "apiProvidedBy"));
const CONSUMES: RelationField = relation("spec.consumesApis", Some("API"), &[], ("consumesApi", "apiConsumedBy"));
pub(super) const DEPENDS_ON: RelationField = relation("spec.dependsOn", None, &[], DEPENDS);
pub(super) const DEPENDENCY_OF: RelationField = relation("spec.dependencyOf", None, &[], ("dependencyOf", "dependsOn"));
pub(super) const DOMAIN: RelationField = relation("spec.domain", Some("Domain"), &[], PART);
const SUBDOMAIN: RelationField = relation("spec.subdomainOf", Some("Domain"), &[], PART);
pub(super) const PARENT: RelationField = relation("spec.parent", Some("Group"), &["Group"], ("childOf", "parentOf"));
pub(super) const CHILDREN: RelationField =
    relation("spec.children", Some("Group"), &["Group"], ("parentOf", "childOf"));
const MEMBERS: RelationField = relation("spec.members", Some("User"), &["User"], ("hasMember", "memberOf"));
const MEMBER_OF: RelationField = relation("spec.memberOf", Some("Group"), &["Group"], ("memberOf", "hasMember"));
const AI: &[&str] = &["AiResource"];
const SKILL_NEEDS: RelationField = relation("spec.dependsOn", Some("AiResource"), AI, DEPENDS);
const SKILLS: RelationField = relation("spec.skills", Some("AiResource"), AI, ("hasPart", "partOf"));
const PLUGINS: RelationField = relation("spec.plugins", Some("AiResource"), AI, ("hasPart", "partOf"));

/// The fields that mean the same in kinds that Backstage does not know.
pub(super) const COMMON_RELATIONS: &[RelationField] =
    &[OWNER, SYSTEM, SUBCOMPONENT, PROVIDES, CONSUMES, DEPENDS_ON, DEPENDENCY_OF, DOMAIN];

const CORE: &[&str] = &["backstage.io/v1alpha1", "backstage.io/v1beta1"];
const ALPHA: &[&str] = &["backstage.io/v1alpha1"];
const SCAFFOLDER: &[&str] = &["scaffolder.backstage.io/v1beta3"];

const TEXTS: Shape = List(&Text);
const PROFILE: Shape = Object(&[optional("displayName", Text), optional("email", Text), optional("picture", Text)]);
const TYPE: Field = required("type", Text);
const LIFECYCLE: Field = required("lifecycle", Text);
const OWNED: Field = required("owner", Text);
const IN_SYSTEM: Field = optional("system", Text);
const AI_RELATIONS: &[RelationField] = &[OWNER, SYSTEM];

const fn core(name: &'static str, spec: &'static [Field], relations: &'static [RelationField]) -> Kind {
    Kind { name, api_versions: CORE, spec_type: None, spec, relations }
}

const fn ai(spec_type: Option<&'static str>, spec: &'static [Field], relations: &'static [RelationField]) -> Kind {
    Kind { name: "AiResource", api_versions: ALPHA, spec_type, spec, relations }
}

/// All kinds; those with a `spec_type` before the kind's own schema.
pub(super) static KINDS: &[Kind] = &[
    core(
        "Component",
        &[
            TYPE,
            LIFECYCLE,
            OWNED,
            IN_SYSTEM,
            optional("subcomponentOf", Text),
            optional("providesApis", TEXTS),
            optional("consumesApis", TEXTS),
            optional("dependsOn", TEXTS),
        ],
        &[OWNER, SUBCOMPONENT, PROVIDES, CONSUMES, DEPENDS_ON, DEPENDENCY_OF, SYSTEM],
    ),
    Kind {
        name: "API",
        api_versions: CORE,
        spec_type: Some("mcp-server"),
        spec: &[
            TYPE,
            LIFECYCLE,
            OWNED,
            IN_SYSTEM,
            required("remotes", FullList(&Object(&[required("type", Text), required("url", Text)]))),
        ],
        relations: &[OWNER, SYSTEM],
    },
    core("API", &[TYPE, LIFECYCLE, OWNED, IN_SYSTEM, required("definition", Text)], &[OWNER, SYSTEM]),
    core(
        "Resource",
        &[TYPE, OWNED, optional("dependsOn", TEXTS), IN_SYSTEM],
        &[OWNER, DEPENDS_ON, DEPENDENCY_OF, SYSTEM],
    ),
    core("System", &[OWNED, optional("domain", Text), optional("type", Text)], &[OWNER, DOMAIN]),
    core("Domain", &[OWNED, optional("subdomainOf", Text), optional("type", Text)], &[OWNER, SUBDOMAIN]),
    core(
        "Group",
        &[
            TYPE,
            optional("profile", PROFILE),
            optional("parent", Text),
            required("children", TEXTS),
            optional("members", TEXTS),
        ],
        &[PARENT, CHILDREN, MEMBERS],
    ),
    core("User", &[optional("profile", PROFILE), required("memberOf", TEXTS)], &[MEMBER_OF]),
    core(
        "Location",
        &[
            optional("type", Text),
            optional("target", Text),
            optional("targets", TEXTS),
            optional("presence", Word(&["required", "optional"])),
        ],
        &[],
    ),
    Kind { name: "Template", api_versions: SCAFFOLDER, spec_type: None, spec: TEMPLATE, relations: &[OWNER] },
    ai(
        Some("skill"),
        &[
            TYPE,
            LIFECYCLE,
            OWNED,
            IN_SYSTEM,
            optional("disciplines", TEXTS),
            optional("categories", TEXTS),
            optional("agents", TEXTS),
            optional("dependsOn", TEXTS),
            optional("allowedTools", Text),
            optional("license", Text),
            optional("compatibility", ShortText(500)),
        ],
        &[OWNER, SYSTEM, SKILL_NEEDS],
    ),
    ai(
        Some("rule"),
        &[
            TYPE,
            LIFECYCLE,
            OWNED,
            IN_SYSTEM,
            optional("disciplines", TEXTS),
            required("category", Text),
            required("rationale", Text),
        ],
        AI_RELATIONS,
    ),
    ai(
        Some("plugin"),
        &[TYPE, LIFECYCLE, OWNED, IN_SYSTEM, required("skills", TEXTS), optional("version", Text)],
        &[OWNER, SYSTEM, SKILLS],
    ),
    ai(
        Some("marketplace"),
        &[TYPE, LIFECYCLE, OWNED, IN_SYSTEM, required("plugins", TEXTS), optional("version", Text)],
        &[OWNER, SYSTEM, PLUGINS],
    ),
    ai(None, &[TYPE, LIFECYCLE, OWNED, IN_SYSTEM], AI_RELATIONS),
];

const PERMISSIONS: Field = optional("backstage:permissions", Object(&[optional("tags", List(&AnyText))]));
const DECORATORS: Shape = List(&Object(&[optional("id", AnyText), optional("input", Object(&[]))]));

/// Backstage `plugins/scaffolder-common/src/Template.v1beta3.schema.json`.
const TEMPLATE: &[Field] = &[
    TYPE,
    optional("owner", Text),
    optional("lifecycle", Text),
    optional("parameters", OneOrMore(&Object(&[PERMISSIONS]))),
    optional("secrets", Object(&[optional("schema", Object(&[]))])),
    optional(
        "presentation",
        Object(&[optional(
            "buttonLabels",
            Object(&[
                optional("backButtonText", AnyText),
                optional("createButtonText", AnyText),
                optional("reviewButtonText", AnyText),
            ]),
        )]),
    ),
    optional("EXPERIMENTAL_recovery", Object(&[optional("EXPERIMENTAL_strategy", AnyText)])),
    optional("formDecorators", DECORATORS),
    optional("EXPERIMENTAL_formDecorators", DECORATORS),
    required(
        "steps",
        List(&Object(&[
            optional("id", AnyText),
            optional("name", AnyText),
            required("action", AnyText),
            optional("input", Object(&[])),
            optional("if", TextOrBool),
            PERMISSIONS,
        ])),
    ),
    optional(
        "output",
        ObjectOfText(&[
            optional(
                "links",
                List(&Object(&[
                    optional("if", TextOrBool),
                    optional("url", Text),
                    optional("entityRef", Text),
                    optional("title", Text),
                    optional("icon", Text),
                ])),
            ),
            optional(
                "text",
                List(&Object(&[
                    optional("if", TextOrBool),
                    optional("title", Text),
                    optional("icon", Text),
                    optional("content", AnyText),
                ])),
            ),
        ]),
    ),
];

/// `metadata`: Backstage `EntityMeta.schema.json`.
pub(super) const METADATA: &[Field] = &[
    required("name", Text),
    optional("namespace", Text),
    optional("uid", Text),
    optional("etag", Text),
    optional("title", Text),
    optional("description", AnyText),
    optional("labels", Texts),
    optional("annotations", Texts),
    optional("tags", TEXTS),
    optional(
        "links",
        List(&Object(&[
            required("url", Text),
            optional("title", Text),
            optional("icon", Text),
            optional("type", Text),
        ])),
    ),
];
