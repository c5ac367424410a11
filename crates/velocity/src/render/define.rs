//! `#define`: a block that is rendered where it is printed.

use super::output::Output;
use super::{Flow, Interrupt, Renderer};
use crate::syntax::tree::{Define, Offset};
use crate::value::Object;
use crate::{Failure, Fuel, Text, Value};
use std::cell::Cell;
use std::sync::Arc;

/// How often a block may be inside of itself (`directive.define.max.depth`).
const DEPTH: u8 = 2;

/// A block of a program, as the value of a variable.
#[derive(Debug)]
pub(super) struct DefinedBlock {
    program: usize,
    block: usize,
    /// How often it is inside of itself now.
    depth: Cell<u8>,
}

impl DefinedBlock {
    pub(super) fn new(program: usize, block: usize) -> Self {
        DefinedBlock { program, block, depth: Cell::new(0) }
    }
}

impl Renderer<'_, '_> {
    pub(super) fn define(&mut self, define: &Define) -> Flow {
        Self::fueled(define.at, self.fuel.grow(size_of::<DefinedBlock>()))?;
        let block = DefinedBlock::new(self.program, define.block);
        self.set_variable(define.name, Value::object(block));
        Ok(())
    }

    /// Prints a block; `false`, and nothing printed, when it is inside of itself too often.
    pub(super) fn print_block(&mut self, block: &DefinedBlock, output: &mut Output, at: Offset) -> Flow<bool> {
        if block.depth.get() >= DEPTH {
            return Ok(false);
        }
        let Some(program) = self.programs.get(block.program).cloned() else { return Ok(false) };
        let Some(statements) = Arc::as_ref(&program).later.get(block.block) else { return Ok(false) };
        block.depth.set(block.depth.get() + 1);
        let outer = std::mem::replace(&mut self.program, block.program);
        let result = self.nested(at, |renderer| renderer.block(statements, output));
        self.program = outer;
        block.depth.set(block.depth.get() - 1);
        match result {
            Ok(()) | Err(Interrupt::Break(None)) => Ok(true),
            Err(other) => Err(other),
        }
    }

    /// What a block prints.
    pub(super) fn text_of_block(&mut self, block: &DefinedBlock, at: Offset) -> Flow<Option<Text>> {
        let mut output = Output::of_string();
        let printed = self.print_block(block, &mut output, at)?;
        Ok(printed.then(|| output.finish()))
    }
}

/// Methods of the value itself: there are none. What it prints is known to the rendering only.
impl Object for DefinedBlock {
    fn text(&self) -> Text {
        Text::default()
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, _name: &str, _arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(None)
    }
}
