//! What templates see: one serializable struct for each page and part of the theme, made from the model here.
//! A template never sees the model. Text is escaped by the templates; the only markup is [`Markup`].

pub(super) mod markup;
pub(super) mod problem;
pub(super) mod prose;
pub(super) mod reference;
pub(super) mod row;
pub(super) mod shell;

pub(super) mod decisions;
pub(super) mod docs;
pub(super) mod facts;
pub(super) mod implied;
pub(super) mod relations;
pub(super) mod report;
pub(super) mod scores;
pub(super) mod source;
pub(super) mod team;
pub(super) mod template;

pub(super) mod about;
pub(super) mod architecture;
pub(super) mod books;
pub(super) mod card;
pub(super) mod catalog;
pub(super) mod code;
mod codebase;
pub(super) mod contradictions;
pub(super) mod definition;
mod descent;
pub(super) mod diagnostics;
pub(super) mod document;
pub(super) mod entity;
pub(super) mod exhibit;
pub(super) mod explore;
pub(super) mod form;
pub(super) mod history;
pub(super) mod home;
pub(crate) mod infrastructure;
pub(super) mod missing;
mod observed;
pub(crate) mod packages;
pub(super) mod preview;
pub(super) mod redirect;
pub(super) mod search;
pub(super) mod sources;
pub(super) mod teams;
pub(super) mod templates;
pub(crate) mod vulnerabilities;

pub(super) use markup::Markup;
pub(super) use observed::query;
