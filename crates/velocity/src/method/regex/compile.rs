//! From what a pattern means to instructions.

use super::ast::{Fold, Kind, Node};
use super::behind::reach;
use super::parser::{Failed, Pattern, is_single};
use super::plan::Plan;
use super::program::{Instruction, Program, Test};
use super::{fold, properties};

/// The most instructions, and ranges in classes, of one pattern.
const SIZE: usize = 100_000;

pub(super) fn compile(pattern: Pattern) -> Result<Program, Failed> {
    let plan = Plan::of(&pattern);
    let mut compiler = Compiler { instructions: Vec::new(), counters: 0, size: 0 };
    compiler.node(pattern.node)?;
    compiler.push(Instruction::Match)?;
    let Compiler { instructions, counters, .. } = compiler;
    Ok(Program { instructions, groups: pattern.groups, counters, names: pattern.names, plan })
}

struct Compiler {
    instructions: Vec<Instruction>,
    counters: usize,
    size: usize,
}

impl Compiler {
    fn next(&self) -> usize {
        self.instructions.len()
    }

    fn push(&mut self, instruction: Instruction) -> Result<usize, Failed> {
        self.size += 1;
        if let Instruction::One(Test::Class(class)) | Instruction::Repeat { test: Test::Class(class), .. } = &instruction {
            self.size += class.len();
        }
        if self.size > SIZE {
            return Err("it is too large");
        }
        self.instructions.push(instruction);
        Ok(self.next() - 1)
    }

    fn replace(&mut self, at: usize, instruction: Instruction) {
        if let Some(place) = self.instructions.get_mut(at) {
            *place = instruction;
        }
    }

    fn node(&mut self, node: Node) -> Result<(), Failed> {
        match node {
            Node::Empty => {}
            Node::Char(..) | Node::Class(_) => drop(self.push(Instruction::One(test(node)))?),
            Node::LineBreak => self.alternate(line_break())?,
            Node::Concat(nodes) => nodes.into_iter().try_for_each(|node| self.node(node))?,
            Node::Alternate(nodes) => self.alternate(nodes)?,
            Node::Repeat { node, min, max, kind } => self.repeat(*node, min, max, kind)?,
            Node::Group(number, node) => {
                self.push(Instruction::Save(2 * number))?;
                self.node(*node)?;
                self.push(Instruction::Save(2 * number + 1))?;
            }
            Node::Atomic(node) => {
                self.alone(*node, |end| Instruction::Atomic { end })?;
            }
            Node::Look { ahead: true, negative, node } => self.alone(*node, |end| Instruction::Ahead { negative, end })?,
            Node::Look { ahead: false, negative, node } => {
                let (min, max) = reach(&node).ok_or("Look-behind group does not have an obvious maximum length")?;
                self.alone(*node, |end| Instruction::Behind { negative, min, max, end })?;
            }
            Node::BackReference(group, fold) => drop(self.push(Instruction::BackReference(group, fold))?),
            Node::Assert(assertion) => drop(self.push(Instruction::Assert(assertion))?),
        }
        Ok(())
    }

    /// A part that runs on its own.
    fn alone(&mut self, node: Node, head: impl FnOnce(usize) -> Instruction) -> Result<(), Failed> {
        let at = self.push(Instruction::Done)?;
        self.node(node)?;
        self.push(Instruction::Done)?;
        let end = self.next();
        self.replace(at, head(end));
        Ok(())
    }

    fn alternate(&mut self, nodes: Vec<Node>) -> Result<(), Failed> {
        let last = nodes.len().saturating_sub(1);
        let mut jumps = Vec::with_capacity(last);
        for (number, node) in nodes.into_iter().enumerate() {
            if number == last {
                self.node(node)?;
                continue;
            }
            let split = self.push(Instruction::Done)?;
            self.node(node)?;
            jumps.push(self.push(Instruction::Done)?);
            let next = self.next();
            self.replace(split, Instruction::Split(split + 1, next));
        }
        let end = self.next();
        jumps.into_iter().for_each(|jump| self.replace(jump, Instruction::Jump(end)));
        Ok(())
    }

    fn repeat(&mut self, node: Node, min: u32, max: Option<u32>, kind: Kind) -> Result<(), Failed> {
        let most = max.unwrap_or(u32::MAX);
        if is_single(&node) {
            self.push(Instruction::Repeat { test: test(node), min, max: most, kind })?;
            return Ok(());
        }
        // Where it is repeated, it does not give back the second half of `\r\n`.
        let node = if matches!(node, Node::LineBreak) { Node::Atomic(Box::new(node)) } else { node };
        if kind == Kind::Possessive {
            let greedy = Node::Repeat { node: Box::new(node), min, max, kind: Kind::Greedy };
            return self.alone(greedy, |end| Instruction::Atomic { end });
        }
        let lazy = kind == Kind::Lazy;
        if (min, most) == (0, 1) {
            let split = self.push(Instruction::Done)?;
            self.node(node)?;
            let (body, exit) = (split + 1, self.next());
            self.replace(split, if lazy { Instruction::Split(exit, body) } else { Instruction::Split(body, exit) });
            return Ok(());
        }
        let counter = self.counters;
        self.counters += 1;
        self.push(Instruction::LoopStart(counter))?;
        let check = self.push(Instruction::Done)?;
        self.push(Instruction::LoopBody(counter))?;
        self.node(node)?;
        let exit = self.next() + 1;
        self.push(Instruction::LoopEnd { counter, check, exit })?;
        self.replace(check, Instruction::LoopCheck { counter, min, max: most, lazy, exit });
        Ok(())
    }
}

fn line_break() -> Vec<Node> {
    let windows = Node::Concat(vec![Node::Char(0x0D, Fold::None), Node::Char(0x0A, Fold::None)]);
    vec![windows, Node::Class(Box::new(properties::vertical_space()))]
}

pub(super) fn test(node: Node) -> Test {
    match node {
        Node::Class(class) => Test::Class(*class),
        Node::Char(point, Fold::None) => Test::Char(point),
        Node::Char(point, fold) => Test::CharFold(fold::folded(point, fold), fold),
        // Nothing else is a single one.
        _ => Test::Class(super::class::Class::default()),
    }
}
