//! Statements.

use super::define::DefinedBlock;
use super::foreach::Scope;
use super::output::Output;
use super::{Flow, Interrupt, Renderer};
use crate::syntax;
use crate::syntax::tree::{Block, Expression, If, Offset, Read, Set, Statement, Step};
use crate::{Exhausted, Text, Value};
use std::sync::Arc;

impl Renderer<'_, '_> {
    pub(super) fn block(&mut self, block: &Block, output: &mut Output) -> Flow {
        self.nested(0, |renderer| {
            for statement in &block.0 {
                renderer.statement(statement, output)?;
            }
            Ok(())
        })
    }

    fn statement(&mut self, statement: &Statement, output: &mut Output) -> Flow {
        match statement {
            Statement::Text(text) => self.print(0, text, output),
            Statement::Reference(reference) => self.print_reference(reference, output),
            Statement::Set(set) => self.set(set),
            Statement::If(branches) => self.branches(branches, output),
            Statement::Foreach(foreach) => self.foreach(foreach, output),
            Statement::Define(define) => self.define(define),
            Statement::Stop(message) => {
                if let Some(message) = message {
                    self.value(message)?;
                }
                Err(Interrupt::Stop)
            }
            Statement::Break(at, scope) => self.leave(*at, scope.as_ref()),
            Statement::Call(call) => self.call(call, output),
            Statement::Evaluate(at, source) => self.evaluate(*at, source, output),
            Statement::Read(read) => self.read(read, output),
        }
    }

    fn branches(&mut self, branches: &If, output: &mut Output) -> Flow {
        for (condition, block) in &branches.branches {
            if self.is_true(condition)? {
                return self.block(block, output);
            }
        }
        match &branches.otherwise {
            Some(block) => self.block(block, output),
            None => Ok(()),
        }
    }

    /// Nothing happens when there is no value, or nothing to set.
    fn set(&mut self, set: &Set) -> Flow {
        self.here = set.left.at;
        let (left, value) = (&set.left, self.value(&set.right)?);
        Self::fueled(left.at, self.fuel.step(1))?;
        if value.is_null() {
            return Ok(());
        }
        let Some((last, steps)) = left.steps.split_last() else {
            self.set_variable(set.target, value);
            return Ok(());
        };
        let Some(root) = left.root else { return Ok(()) };
        let mut target = self.variable(root)?;
        for step in steps {
            if target.is_null() {
                return Ok(());
            }
            target = self.step(&target, step, left.at)?;
        }
        if target.is_null() {
            return Ok(());
        }
        self.note_holder(&target, std::slice::from_ref(&value), left.at)?;
        match last {
            Step::Index(index) => {
                let index = self.value(index)?;
                let done = crate::method::set_index(&target, &index, &value, &mut self.fuel);
                Self::at(left.at, done)?;
            }
            Step::Property(name) | Step::Method(name, _) => {
                let done = crate::method::set_property(&target, name, &value, &mut self.fuel);
                Self::at(left.at, done)?;
            }
        }
        Ok(())
    }

    /// `#evaluate`: parses the text of a value, and renders it. `#stop` in it ends only it.
    fn evaluate(&mut self, at: Offset, source: &Expression, output: &mut Output) -> Flow {
        let value = self.value(source)?;
        let text = if value.is_null() { None } else { self.text(&value, at)? };
        let text = text.unwrap_or_default();
        if self.depth >= syntax::NESTING * 9 / 10 {
            return Self::fueled(at, Err(Exhausted::Nesting));
        }
        // What the tree takes, roughly.
        Self::fueled(at, self.fuel.grow(text.len_bytes().saturating_mul(16)))?;
        let parsed = syntax::parse(text.as_wtf8(), self.dialect, self.names.to_mut(), Some((at, self.depth)));
        let program = match parsed {
            Ok(program) => Arc::new(program),
            Err(error) => return Self::fail(at, format!("{} in what is evaluated", error.message())),
        };
        self.add_slots();
        self.programs.push(Arc::clone(&program));
        let outer = std::mem::replace(&mut self.program, self.programs.len() - 1);
        let result = self.block(&program.body, output);
        self.program = outer;
        match result {
            Err(Interrupt::Stop | Interrupt::Break(None)) => Ok(()),
            other => other,
        }
    }

    /// `#include` and `#parse`. Without a value, one prints a comment and the other nothing.
    fn read(&mut self, read: &Read, output: &mut Output) -> Flow {
        let at = read.at;
        if read.needs_name && read.arguments.is_empty() {
            return Self::fail(at, "expected the name of a template in `#parse`");
        }
        for (place, argument) in read.arguments.iter().enumerate() {
            let value = self.value(argument)?;
            if !value.is_null() {
                let name = self.text(&value, at)?.unwrap_or_default();
                let name = name.to_string_lossy();
                return Self::fail(at, format!("expected nothing to include, found `{name}`: a template stands alone"));
            }
            if !read.needs_name {
                let comment = format!("<!-- include error : error with arg {place} please see log. see error log -->");
                self.print(at, &comment.into(), output)?;
            }
        }
        Ok(())
    }

    pub(super) fn print(&mut self, at: Offset, text: &Text, output: &mut Output) -> Flow {
        Self::fueled(at, self.fuel.step(1))?;
        Self::fueled(at, output.print(text, &mut self.fuel))
    }

    /// What a value prints; `None` for a block that is inside of itself too often.
    pub(super) fn text(&mut self, value: &Value, at: Offset) -> Flow<Option<Text>> {
        if let Some(block) = value.downcast::<DefinedBlock>() {
            return self.text_of_block(block, at);
        }
        let of_scope = value.downcast::<Scope>().map(Scope::as_map);
        Self::at(at, of_scope.as_ref().unwrap_or(value).text(&mut self.fuel)).map(Some)
    }
}
