//! Golden paths. In: a template, answers, and the files its steps fetch. Out: the questions to ask, the files of the new
//! project, and what is left to do. It must not know a disk, a network or the model: the page in the browser runs it too.

mod archive;
mod bundle;
pub mod form;
mod language;
pub mod parcel;
pub mod run;
mod workspace;
mod yaml;

pub use archive::zip;
pub use bundle::Bundle;
pub use parcel::Parcel;
pub use workspace::{File, Workspace};
pub use yaml::document as yaml;
