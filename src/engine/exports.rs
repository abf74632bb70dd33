//! What a page calls. It writes a request where [`take`] says, calls one of the others, and reads [`size`] bytes where
//! that one says.

use std::cell::RefCell;

use crate::engine::Engine;

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
    static REQUEST: RefCell<Vec<u8>> = RefCell::default();
    static ANSWER: RefCell<Vec<u8>> = RefCell::default();
}

/// Makes room for a request of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn take(length: usize) -> *mut u8 {
    REQUEST.with_borrow_mut(|request| {
        *request = vec![0; length];
        request.as_mut_ptr()
    })
}

/// The length of the last answer.
#[unsafe(no_mangle)]
pub extern "C" fn size() -> usize {
    ANSWER.with_borrow(Vec::len)
}

/// Takes a template; the answer is empty, or what is wrong with it.
#[unsafe(no_mangle)]
pub extern "C" fn load() -> *const u8 {
    answer(|engine, request| match Engine::load(request) {
        Ok(loaded) => {
            *engine = loaded;
            Vec::new()
        }
        Err(message) => message.into(),
    })
}

/// The questions.
#[unsafe(no_mangle)]
pub extern "C" fn form() -> *const u8 {
    answer(|engine, request| engine.form(request))
}

/// Makes the files.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> *const u8 {
    answer(|engine, request| engine.run(request))
}

/// One file.
#[unsafe(no_mangle)]
pub extern "C" fn file() -> *const u8 {
    answer(|engine, request| engine.file(std::str::from_utf8(request).unwrap_or_default()).unwrap_or_default().to_vec())
}

/// All files.
#[unsafe(no_mangle)]
pub extern "C" fn zip() -> *const u8 {
    answer(|engine, request| engine.zip(std::str::from_utf8(request).unwrap_or_default()))
}

fn answer(work: impl FnOnce(&mut Engine, &[u8]) -> Vec<u8>) -> *const u8 {
    let request = REQUEST.take();
    let made = ENGINE.with_borrow_mut(|engine| work(engine, &request));
    ANSWER.with_borrow_mut(|answer| {
        *answer = made;
        answer.as_ptr()
    })
}
