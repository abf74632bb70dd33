//! The nouns of the program. What comes in: nothing. What goes out: the types in which stages meet.
//! It must not know any stage, nor the disk, the network, the environment or the clock.

mod architecture;
mod archive;
mod audience;
mod catalog;
mod chronicle;
mod context;
mod declaration;
mod definition;
mod descent;
mod digest;
mod entity;
mod entity_ref;
mod exports;
mod fact;
mod infrastructure;
mod ledger;
mod library;
mod memory;
mod node;
mod output;
mod package;
mod path;
mod place;
mod policy;
mod preview;
mod profile;
mod publication;
mod repo;
mod report;
mod safe;
mod schema;
mod scorecard;
mod snapshot;
mod source;
mod state;
mod timeline;
mod visibility;
mod visible;

pub use architecture::{Architecture, Articulation, Hub, Implied};
pub use archive::{Archive, EntityScripts, Packed, PageRun};
pub use audience::{Audience, RepoGlobs, Selection};
pub use catalog::{Catalog, EntityIndex, RepoIndex};
pub use chronicle::{Author, Chronicle, Passed, Tag};
pub use context::{ContextPack, tokens};
pub use declaration::{DESCRIPTOR_TOOL, Declaration, Reference, RelationField, TEMPLATE_TOOL};
pub use definition::{
    Api, Body, Change, Comparison, Content, Definition, Example, Fault, Format, Group, Info, InfoLink,
    LARGEST_DEFINITION, Need, Operation, Parameter, Response, SecurityScheme, Server, Snippet,
};
pub use descent::{Before, ChangedLines, Descent, FileChange, Moment, Past};
pub use digest::{ApiDigest, OperationDigest};
pub use entity::{Entity, Origin, Relation, RelationType, tier};
pub use entity_ref::{EntityId, EntityRef, EntityRefError};
pub use exports::{Badge, Exports, feed_path};
pub use fact::{Basis, Evidence, FACT_KEYS, Fact, FactKey, FactType, FactValue, Observed, fact_key};
pub use infrastructure::{Infrastructure, Thing, Tie, TieReason};
pub use ledger::{Ledger, Written};
pub use library::{
    Asset, Book, BookOwner, Decision, DecisionLog, Editing, Exhibit, ExhibitText, Heading, Library, NavItem, Page,
    PageSection, Redirect, RedirectTarget, Role, SnippetPlaces, Typeset,
};
pub use memory::{Forgetful, Memory};
pub use node::{Node, Value};
pub use output::{Output, Record, RecordKind};
pub use package::{Bundle, Danger, Extent, Packages, Release, Sure, Use, Vulnerability, split_label};
pub use path::{RepoPath, RepoPathError, SitePath, fold_case};
pub use place::Place;
pub use policy::{Event, Level, Policy};
pub use preview::{Preview, PreviewRow, PreviewSection};
pub use profile::{Limits, Profile};
pub use publication::Publication;
pub use repo::{Commit, Forge, LastChange, Previous, Repo};
pub use report::{Placed, ReportAnswer, SavedReport};
pub use safe::{Html, SafeUrl};
pub use schema::{Choice, EnumValue, Field, NamedType, Object, Schema, Shape, TypeIndex};
pub use scorecard::{
    EntityScore, Exemption, LEVEL_COLOURS, RuleResult, ScoreLevel, ScoreRule, Scorecard, Scored, Scores, SetAside,
    Sight, Verdict,
};
pub use snapshot::{FileEntry, FileKind, Files, ReadError, Snapshot};
pub use source::{Depth, Organisation, Source};
pub use state::{DefinitionState, EntityState, PageState, Problem, Spot, State, TemplateState};
pub use timeline::{Annals, Edition, Reading, Revision, Stated, Timeline, Turn};
pub use visibility::Visibility;
pub use visible::{visible, visible_line};
