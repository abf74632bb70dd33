//! Publishing. In: who may read the sources and the place, and what is written. Out: whether it may go there, whether it
//! fits, and the files that hosts read. It must not know the network, the disk, or what pages say.

mod files;
mod limits;
mod manifest;
mod mask;
mod policy;
mod precompressed;
mod verdict;

pub use files::{files, no_index};
pub use limits::excess;
pub use manifest::{Listed, Manifest, difference, manifest};
pub use mask::{Extents, mask};
pub use policy::{HEAD, Policies};
pub use precompressed::{beside, neighbour};
pub use verdict::{Case, Destination, Verdict, judge};
