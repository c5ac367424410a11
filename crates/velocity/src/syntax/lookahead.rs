//! Looking ahead: whether the next tokens could be a reference, a range, a map ... before the parser decides.
//!
//! A look ends as soon as as many tokens fit as it may look at: what comes behind them is an error of its own then, and
//! not a reason to read the tokens as something else.

use super::NESTING;
use super::parser::{Parsed, Parser, Unparsable};
use super::token::Kind;

/// How many tokens all looks of a template may take for each byte of it. Looks inside of looks start again and again; no
/// template that someone wrote comes near.
const LOOKS_A_BYTE: usize = 100;

/// Why a look ended early.
enum End {
    /// Enough tokens fit.
    Enough,
    Unparsable(Unparsable),
}

/// Whether the tokens fit.
type Fits = Result<bool, End>;

/// A look ahead.
struct Look<'p, 't> {
    parser: &'p mut Parser<'t>,
    /// The next token to look at.
    at: usize,
    /// Behind the last token that was looked at.
    farthest: usize,
    /// How many more tokens it may look at.
    left: usize,
    depth: usize,
}

impl Parser<'_> {
    fn look(&mut self, tokens: usize, fits: impl FnOnce(&mut Look<'_, '_>) -> Fits) -> Parsed<bool> {
        let next = self.next;
        let mut look = Look { at: next, farthest: next, left: tokens, depth: 0, parser: self };
        match fits(&mut look) {
            Ok(fits) => Ok(fits),
            Err(End::Enough) => Ok(true),
            Err(End::Unparsable(error)) => Err(error),
        }
    }

    pub(super) fn at_reference(&mut self) -> Parsed<bool> {
        self.look(2, |look| look.reference())
    }

    pub(super) fn at_double_escape(&mut self) -> Parsed<bool> {
        self.look(2, |look| look.token(Kind::DoubleEscape))
    }

    /// `[ 1 ..`
    pub(super) fn at_range(&mut self) -> Parsed<bool> {
        self.look(usize::MAX, |look| look.range_start())
    }

    /// `[ ] [ , [ ] ] argument` of a directive.
    pub(super) fn at_argument(&mut self) -> Parsed<bool> {
        self.look(2, |look| {
            look.maybe(|look| look.token(Kind::Whitespace))?;
            look.maybe(|look| {
                let comma = look.token(Kind::Comma)?;
                if comma {
                    look.maybe(|look| look.token(Kind::Whitespace))?;
                }
                Ok(comma)
            })?;
            look.argument()
        })
    }

    pub(super) fn at_map_entry(&mut self) -> Parsed<bool> {
        self.look(2, |look| look.map_entry())
    }

    /// `.name`
    pub(super) fn at_step(&mut self) -> Parsed<bool> {
        self.look(2, |look| look.step())
    }

    pub(super) fn at_method(&mut self) -> Parsed<bool> {
        self.look(3, |look| look.method())
    }

    /// `!`
    pub(super) fn at_not(&mut self) -> Parsed<bool> {
        self.look(2, |look| {
            look.maybe(|look| look.token(Kind::Whitespace))?;
            // Whatever follows: two tokens are enough, and what is no operand is an error then.
            Ok(look.token(Kind::Not)? && look.operand()?)
        })
    }
}

impl Look<'_, '_> {
    fn token(&mut self, kind: Kind) -> Fits {
        if self.at == self.farthest {
            self.left -= 1;
            self.farthest += 1;
        }
        self.parser.looks += 1;
        if self.parser.looks > 10_000 + self.parser.text.len().saturating_mul(LOOKS_A_BYTE) {
            let error = self.parser.error::<()>(self.at, "expected simpler lists and arguments, found too many in each other");
            return error.map(|()| false).map_err(End::Unparsable);
        }
        let found = self.parser.fill(self.at).map_err(End::Unparsable)?;
        self.at += 1;
        if found != kind {
            return Ok(false);
        }
        if self.left == 0 && self.at == self.farthest { Err(End::Enough) } else { Ok(true) }
    }

    /// What may be missing.
    fn maybe(&mut self, fits: impl FnOnce(&mut Self) -> Fits) -> Fits {
        let at = self.at;
        let fit = fits(self)?;
        if !fit {
            self.at = at;
        }
        Ok(fit)
    }

    /// The first of the parts that fits.
    fn any(&mut self, parts: &[fn(&mut Self) -> Fits]) -> Fits {
        for part in parts {
            if self.maybe(part)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn nested(&mut self, fits: impl FnOnce(&mut Self) -> Fits) -> Fits {
        if self.parser.depth + self.depth >= NESTING {
            let message = format!("expected at most {NESTING} levels inside each other, found more");
            let error = self.parser.error::<()>(self.at, message);
            return error.map(|()| false).map_err(End::Unparsable);
        }
        self.depth += 1;
        let fit = fits(self);
        self.depth -= 1;
        fit
    }

    fn reference(&mut self) -> Fits {
        self.any(&[Look::path, |look| Ok(look.token(Kind::BraceOpen)? && look.path()? && look.token(Kind::BraceClose)?)])
    }

    /// `name[index].name(arguments)`
    fn path(&mut self) -> Fits {
        if !self.token(Kind::Identifier)? {
            return Ok(false);
        }
        while self.maybe(Look::index)? {}
        while self.maybe(Look::step)? {}
        Ok(true)
    }

    fn step(&mut self) -> Fits {
        if !self.token(Kind::Dot)? || !self.any(&[Look::method, |look| look.token(Kind::Identifier)])? {
            return Ok(false);
        }
        while self.maybe(Look::index)? {}
        Ok(true)
    }

    fn index(&mut self) -> Fits {
        if !self.token(Kind::IndexOpen)? {
            return Ok(false);
        }
        self.maybe(|look| look.token(Kind::Whitespace))?;
        let parts: [fn(&mut Self) -> Fits; 5] = [
            |look| look.token(Kind::String),
            |look| look.token(Kind::Integer),
            |look| look.token(Kind::True),
            |look| look.token(Kind::False),
            |look| look.nested(Look::reference),
        ];
        if !self.any(&parts)? {
            return Ok(false);
        }
        self.maybe(|look| look.token(Kind::Whitespace))?;
        self.token(Kind::IndexClose)
    }

    fn method(&mut self) -> Fits {
        if !self.token(Kind::Identifier)? || !self.token(Kind::ParenOpen)? {
            return Ok(false);
        }
        self.maybe(Look::parameters)?;
        self.token(Kind::CallClose)
    }

    fn parameters(&mut self) -> Fits {
        if !self.parameter()? {
            return Ok(false);
        }
        while self.maybe(|look| Ok(look.token(Kind::Comma)? && look.parameter()?))? {}
        Ok(true)
    }

    fn parameter(&mut self) -> Fits {
        self.nested(|look| {
            look.maybe(|look| look.token(Kind::Whitespace))?;
            let parts: [fn(&mut Self) -> Fits; 9] = [
                |look| look.token(Kind::String),
                |look| look.token(Kind::Integer),
                Look::range,
                Look::map,
                Look::list,
                |look| look.token(Kind::True),
                |look| look.token(Kind::False),
                Look::reference,
                |look| look.token(Kind::FloatingPoint),
            ];
            if !look.any(&parts)? {
                return Ok(false);
            }
            look.maybe(|look| look.token(Kind::Whitespace))?;
            Ok(true)
        })
    }

    /// An argument of a directive: a parameter or a bare word, without blanks around it.
    fn argument(&mut self) -> Fits {
        self.any(&[
            Look::reference,
            |look| look.token(Kind::Word),
            |look| look.token(Kind::String),
            |look| look.token(Kind::Integer),
            Look::range,
            |look| look.token(Kind::FloatingPoint),
            Look::map,
            Look::list,
            |look| look.token(Kind::True),
            |look| look.token(Kind::False),
        ])
    }

    /// The first token of what may stand behind `!`.
    fn operand(&mut self) -> Fits {
        self.any(&[
            |look| look.token(Kind::Whitespace),
            |look| look.token(Kind::Not),
            |look| look.token(Kind::ParenOpen),
            |look| look.token(Kind::Identifier),
            |look| look.token(Kind::BraceOpen),
            |look| look.token(Kind::String),
            |look| look.token(Kind::Integer),
            |look| look.token(Kind::FloatingPoint),
            |look| look.token(Kind::ListOpen),
            |look| look.token(Kind::MapOpen),
            |look| look.token(Kind::True),
            |look| look.token(Kind::False),
        ])
    }

    fn range_start(&mut self) -> Fits {
        if !self.token(Kind::ListOpen)? {
            return Ok(false);
        }
        self.maybe(|look| look.token(Kind::Whitespace))?;
        if !self.any(&[Look::reference, |look| look.token(Kind::Integer)])? {
            return Ok(false);
        }
        self.maybe(|look| look.token(Kind::Whitespace))?;
        self.token(Kind::DoubleDot)
    }

    fn range(&mut self) -> Fits {
        if !self.range_start()? {
            return Ok(false);
        }
        self.maybe(|look| look.token(Kind::Whitespace))?;
        if !self.any(&[Look::reference, |look| look.token(Kind::Integer)])? {
            return Ok(false);
        }
        self.maybe(|look| look.token(Kind::Whitespace))?;
        self.token(Kind::ListClose)
    }

    fn map(&mut self) -> Fits {
        if !self.token(Kind::MapOpen)? {
            return Ok(false);
        }
        self.any(&[
            |look| {
                if !look.map_entry()? {
                    return Ok(false);
                }
                while look.maybe(|look| Ok(look.token(Kind::Comma)? && look.map_entry()?))? {}
                Ok(true)
            },
            |look| {
                look.maybe(|look| look.token(Kind::Whitespace))?;
                Ok(true)
            },
        ])?;
        self.any(&[|look| look.token(Kind::MapClose), |look| look.token(Kind::BraceClose)])
    }

    fn map_entry(&mut self) -> Fits {
        Ok(self.parameter()? && self.token(Kind::Colon)? && self.parameter()?)
    }

    fn list(&mut self) -> Fits {
        if !self.token(Kind::ListOpen)? {
            return Ok(false);
        }
        self.maybe(Look::parameters)?;
        self.token(Kind::ListClose)
    }
}
