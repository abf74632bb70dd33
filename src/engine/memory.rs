//! Memory for the module. Blocks are powers of two, and what is given back waits in a list for the next of its size:
//! a thirtieth of the code of the standard library's own.

use std::{
    alloc::{GlobalAlloc, Layout},
    arch::wasm32::{memory_grow, memory_size},
    cell::Cell,
    ptr,
};

const PAGE: usize = 64 << 10;

/// More is asked for in pieces of at least so many pages.
const LEAST_PAGES: usize = 16;

/// All types lie at multiples of this or less.
const ALIGNMENT: usize = 16;

struct Memory {
    /// The first free block of each size; a free block holds the address of the next.
    free: [Cell<*mut u8>; 32],
    /// What has never been given, from here to the end.
    next: Cell<usize>,
    end: Cell<usize>,
}

#[global_allocator]
static MEMORY: Memory =
    Memory { free: [const { Cell::new(ptr::null_mut()) }; 32], next: Cell::new(0), end: Cell::new(0) };

// SAFETY: the module has one thread.
unsafe impl Sync for Memory {}

/// The exponent of a block's size.
fn class(layout: Layout) -> usize {
    layout.size().max(ALIGNMENT).next_power_of_two().trailing_zeros() as usize
}

impl Memory {
    fn fresh(&self, size: usize) -> *mut u8 {
        if self.end.get() - self.next.get() < size {
            let pages = size.div_ceil(PAGE).max(LEAST_PAGES);
            let before = memory_size(0) * PAGE;
            if memory_grow(0, pages) == usize::MAX {
                return ptr::null_mut();
            }
            // The rest of the last piece goes on into this one.
            if self.end.get() != before {
                self.next.set(before);
            }
            self.end.set(before + pages * PAGE);
        }
        let at = self.next.get();
        self.next.set(at + size);
        ptr::with_exposed_provenance_mut(at)
    }
}

// SAFETY: a block is in one list or in one hand, is as large as its class says, and lies at a multiple of ALIGNMENT.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let class = class(layout);
        if layout.align() > ALIGNMENT || class >= self.free.len() {
            return ptr::null_mut();
        }
        let block = self.free[class].get();
        if block.is_null() {
            return self.fresh(1 << class);
        }
        // SAFETY: a free block holds the address of the next.
        self.free[class].set(unsafe { block.cast::<*mut u8>().read() });
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let list = &self.free[class(layout)];
        // SAFETY: the block is nobody's now, and large enough for an address.
        unsafe { block.cast::<*mut u8>().write(list.get()) };
        list.set(block);
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Ok(wanted) = Layout::from_size_align(size, layout.align()) else { return ptr::null_mut() };
        if class(wanted) == class(layout) {
            return block;
        }
        // SAFETY: both blocks are as large as what is copied.
        unsafe {
            let moved = self.alloc(wanted);
            if !moved.is_null() {
                ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}
