//! What a rendering may use up, so that no template can hang or eat the memory.

use std::fmt;

/// What one rendering may use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The most bytes that the template may print.
    pub output_bytes: usize,
    /// The most bytes that all the values which the template builds may take together, freed or not.
    pub memory_bytes: usize,
    /// The most steps of work. A step is one node of the template or one element of a list; each 64 bytes that are copied
    /// or searched count as one more.
    pub steps: u64,
    /// How deep blocks, calls of macros, strings and operations may run inside each other. A level takes about 2 KiB of the
    /// stack in an optimised build, and 8 KiB without optimisation.
    pub nesting: usize,
}

impl Limits {
    /// 10 MiB of output, 64 MiB of values, 10 million steps, 200 levels.
    pub const DEFAULT: Limits = Limits { output_bytes: 10 << 20, memory_bytes: 64 << 20, steps: 10_000_000, nesting: 200 };
}

impl Default for Limits {
    fn default() -> Self {
        Limits::DEFAULT
    }
}

/// Which limit was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exhausted {
    /// [`Limits::output_bytes`]
    Output,
    /// [`Limits::memory_bytes`]
    Memory,
    /// [`Limits::steps`]
    Steps,
    /// [`Limits::nesting`]
    Nesting,
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Exhausted::Output => "the template prints more than it may",
            Exhausted::Memory => "the template builds more values than it may",
            Exhausted::Steps => "the template takes more steps than it may",
            Exhausted::Nesting => "the template nests deeper than it may while it runs",
        })
    }
}

impl std::error::Error for Exhausted {}

/// What is left of the [`Limits`] during one rendering.
#[derive(Debug)]
pub struct Fuel {
    steps: u64,
    memory: usize,
}

impl Fuel {
    /// How many bytes are copied or searched for one step.
    const BYTES_A_STEP: usize = 64;

    /// All that the limits allow.
    pub fn new(limits: &Limits) -> Self {
        Fuel { steps: limits.steps, memory: limits.memory_bytes }
    }

    /// Uses `n` steps. Call it before the work is done.
    ///
    /// # Errors
    /// [`Exhausted::Steps`] when fewer are left.
    pub fn step(&mut self, n: u64) -> Result<(), Exhausted> {
        match self.steps.checked_sub(n) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => {
                self.steps = 0;
                Err(Exhausted::Steps)
            }
        }
    }

    /// Uses the steps for reading `bytes` bytes, such as a search through a text.
    ///
    /// # Errors
    /// [`Exhausted::Steps`] when fewer are left.
    pub fn scan(&mut self, bytes: usize) -> Result<(), Exhausted> {
        self.step((bytes / Self::BYTES_A_STEP) as u64)
    }

    /// Uses `bytes` of memory for a new or grown value, and the steps for copying as much. Call it before the memory is
    /// taken. Memory does not come back when a value is dropped.
    ///
    /// # Errors
    /// [`Exhausted::Memory`] or [`Exhausted::Steps`] when less is left.
    pub fn grow(&mut self, bytes: usize) -> Result<(), Exhausted> {
        match self.memory.checked_sub(bytes) {
            Some(left) => {
                self.memory = left;
                self.scan(bytes)
            }
            None => {
                self.memory = 0;
                Err(Exhausted::Memory)
            }
        }
    }
}
