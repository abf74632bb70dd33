//! What hostile text may cost.

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 8 << 20;

/// How deep collections may be nested, aliases counted as what they stand for.
pub const MAX_DEPTH: usize = 200;

/// How much a document may hold, in nodes; a long scalar counts as one node for every [`NODE_BYTES`].
pub(super) const MAX_COST: usize = 500_000;

/// How many documents of a stream are read.
pub(super) const MAX_DOCUMENTS: usize = 50_000;

/// How many errors of one document are kept.
pub(super) const MAX_ERRORS: usize = 100;

/// How much all aliases of a stream may add.
pub(super) const MAX_ALIAS_COST: usize = 1_000_000;

/// The bytes of a scalar that count as one node.
pub(super) const NODE_BYTES: usize = 64;

/// How often an anchor may be used, times the uses inside it: the limit of the npm package `yaml`.
pub(super) const MAX_ALIASES: usize = 100;

/// The message for a file that is over [`MAX_BYTES`].
pub(super) fn too_large(bytes: u64) -> String {
    format!("The file has {bytes} bytes; at most {MAX_BYTES} are read")
}

/// A count as the numbers that places hold.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
