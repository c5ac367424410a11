//! Random templates, biased to where Velocity is odd: blanks round directives, dots and braces round references, escapes,
//! unfinished directives, and values of mixed types.

use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Numbers that look random and are the same in every run (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// True once in `of` times.
    pub fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub fn pick<'a, S: AsRef<str>>(&mut self, from: &'a [S]) -> &'a str {
        from[self.below(from.len())].as_ref()
    }
}

/// Pieces of templates, by kind.
struct Fragments {
    kinds: HashMap<String, Vec<String>>,
}

impl Fragments {
    fn of(&self, kind: &str) -> &[String] {
        &self.kinds[kind]
    }
}

static FRAGMENTS: LazyLock<Fragments> =
    LazyLock::new(|| Fragments { kinds: serde_json::from_str(include_str!("fragments.json")).unwrap() });

/// A request with a random template; with macros and other things that API Gateway does not know, if they are wanted.
pub fn request(seed: u64, macros: bool) -> Json {
    let mut random = Random::new(seed);
    let broken = random.one_in(5);
    let mutated = random.one_in(if broken { 2 } else { 12 });
    let mut generator = Generator { random, macros, broken, mutated };
    let mut template = String::new();
    if !generator.random.one_in(4) {
        template +=
            "#set($s = 'abc')#set($i = 2)#set($l = [1, 'x', true])#set($m = {'k': 'v', 'n': 3})#set($b = false)#set($e = '')";
        template += "#set($f = 1.5)#set($t = 'xbz')#set($j = -7)\n";
    }
    let pieces = 1 + generator.random.below(6);
    for _ in 0..pieces {
        template += &generator.piece(3);
    }
    if mutated {
        template = generator.mutated(&template);
    }
    json!({
        "template": template, "body": "{\"a\": [1, {\"b\": \"c/d\"}, null], \"n\": null}", "headers": {"X-A": "h'\"1", "Accept": "*/*"},
        "querystring": {"q": "1"}, "path": {}, "context": {"stage": "prod", "identity": {"ip": "::1"}}, "stageVariables": {"v": "w"},
    })
}

struct Generator {
    random: Random,
    macros: bool,
    /// Whether it may hold what cannot be parsed, or throws.
    broken: bool,
    /// Whether a few characters will be changed in the end.
    mutated: bool,
}

impl Generator {
    fn piece(&mut self, depth: usize) -> String {
        if self.macros && self.random.one_in(4) {
            return self.random.pick(FRAGMENTS.of("macros")).into();
        }
        match self.random.below(if depth == 0 { 9 } else { 18 }) {
            0..=2 => self.random.pick(FRAGMENTS.of("texts")).into(),
            3 | 4 => self.odd("odd", "broken", 3).into(),
            5..=8 => self.reference(2),
            9..=11 => self.set(depth),
            12 | 13 => self.condition(depth),
            14 | 15 => self.foreach(depth),
            16 => format!("#define($d){}#end{}", self.block(depth), self.random.pick(FRAGMENTS.of("line_ends"))),
            _ => self.block(depth),
        }
    }

    /// A piece of the first kind; in a template that may be broken, sometimes one of the second.
    fn odd(&mut self, whole: &str, broken: &str, rarity: usize) -> &'static str {
        let kind = if self.broken && self.random.one_in(rarity) { broken } else { whole };
        self.random.pick(FRAGMENTS.of(kind))
    }

    fn block(&mut self, depth: usize) -> String {
        let pieces = self.random.below(4);
        let mut block = String::from(self.random.pick(FRAGMENTS.of("line_ends")));
        for _ in 0..pieces {
            block += &self.piece(depth.saturating_sub(1));
        }
        block + self.random.pick(FRAGMENTS.of("line_ends"))
    }

    fn set(&mut self, depth: usize) -> String {
        let name = self.random.pick(&[
            "s",
            "t",
            "i",
            "l",
            "m",
            "q",
            "x",
            "m.k",
            "m.new",
            "m['k']",
            "l[0]",
            "l[7]",
            "u.x",
            "m.k.z",
            "s.x",
            "context.z",
        ]);
        let (a, b, c, d) = (self.blank(), self.blank(), self.blank(), self.random.pick(FRAGMENTS.of("line_ends")));
        let before = self.random.pick(&["", "", " ", "\n ", "x "]);
        format!("{before}#set({a}${name}{b}={c}{}){d}", self.expression(depth))
    }

    fn condition(&mut self, depth: usize) -> String {
        let end = self.random.pick(FRAGMENTS.of("line_ends"));
        let mut text = format!("#if({}){}", self.expression(depth), self.block(depth));
        if self.random.one_in(3) {
            text += &format!("#elseif{}({}){}", self.random.pick(&["", " "]), self.expression(depth), self.block(depth));
        }
        if self.random.one_in(2) {
            text += &format!("{}{}", self.random.pick(&["#else", "#{else}", "#else\n"]), self.block(depth));
        }
        format!("{text}#end{end}")
    }

    fn foreach(&mut self, depth: usize) -> String {
        let over = match self.random.below(6) {
            0 => format!(
                "[{}..{}]",
                self.random.pick(&["1", "-1", "3", "$i", "$u"]),
                self.random.pick(&["2", "0", "4", "$i", "$s"])
            ),
            1 => self.list(1),
            2 => self.map(1),
            _ => self.reference(1),
        };
        let inner = self.random.pick(&[
            "$x",
            "$foreach.index$foreach.hasNext",
            "$foreach.count,$velocityCount",
            "#if($foreach.first)1#end#if($foreach.last)9#end",
            "#if($foreach.index == 1)#break#end",
            "$foreach.parent.index",
            "$velocityHasNext",
            "#set($x = 5)$x",
            "$foreach.stop()",
            "#break($foreach)",
            "#if($x == 'x')#stop#end",
            "$!foreach.parent.parent.count",
            "#foreach($y in [1..2])$y$foreach.parent.count#if($y == 1)#break($foreach.parent)#end#end",
            "$foreach.topmost.count",
            "#set($foreach.z = $x)$foreach.z",
        ]);
        let (a, b) = (self.blank(), self.random.pick(FRAGMENTS.of("line_ends")));
        format!("#foreach({a}$x in {over}{a}){}{inner}{}#end{b}", self.block(depth), self.block(depth))
    }

    fn reference(&mut self, depth: usize) -> String {
        let mut name = self.random.pick(FRAGMENTS.of("names"));
        while self.mutated && (name.contains("$.") || name.contains("util.")) {
            // The host of the tests does not say the same as the engine's about paths and names that are misspelt.
            name = self.random.pick(FRAGMENTS.of("names"));
        }
        let mut path = String::from(name);
        for _ in 0..self.random.below(depth + 1) {
            path += self.odd("methods", "throwing_methods", 6);
        }
        match self.random.below(8) {
            0 => format!("${{{path}}}"),
            1 => format!("$!{path}"),
            2 => format!("$!{{{path}}}"),
            _ => format!("${path}"),
        }
    }

    fn blank(&mut self) -> &'static str {
        self.random.pick(FRAGMENTS.of("blanks"))
    }

    fn expression(&mut self, depth: usize) -> String {
        let mut text = self.operand(depth);
        for _ in 0..self.random.below(3) {
            let operator = self.random.pick(&[
                "+", "+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "and", "or", "eq", "ne", "lt", "gt",
                "le", "ge",
            ]);
            let blank =
                if operator.starts_with(|first: char| first.is_alphabetic()) || !self.random.one_in(5) { " " } else { "" };
            text += &format!("{blank}{operator}{blank}{}", self.operand(depth));
        }
        let blank = self.blank();
        format!("{blank}{text}{blank}")
    }

    fn operand(&mut self, depth: usize) -> String {
        match self.random.below(if depth == 0 { 10 } else { 14 }) {
            0..=2 => self.random.pick(FRAGMENTS.of("numbers")).into(),
            3 | 4 => self.odd("strings", "broken_strings", 8).into(),
            5..=8 => self.reference(2),
            9 => self.odd("constants", "broken_constants", 4).into(),
            10 => self.list(depth),
            11 => self.map(depth),
            12 => format!("{}{}", self.random.pick(&["!", "! ", "not ", "!!"]), self.operand(depth - 1)),
            _ => format!("({})", self.expression(depth - 1)),
        }
    }

    fn list(&mut self, depth: usize) -> String {
        if self.random.one_in(4) {
            let (a, b) = (self.random.pick(&["1", "$i", "-2", "0"]), self.random.pick(&["3", "$i", "0", "$f"]));
            return format!("[{}{a}{}..{}{b}]", self.blank(), self.blank(), self.blank());
        }
        let items: Vec<String> = (0..self.random.below(4)).map(|_| self.parameter(depth)).collect();
        format!("[{}]", items.join(","))
    }

    fn map(&mut self, depth: usize) -> String {
        let entries = self.random.below(3);
        let entries: Vec<String> = (0..entries).map(|_| format!("{}:{}", self.parameter(depth), self.parameter(depth))).collect();
        format!("{{{}}}", entries.join(","))
    }

    fn parameter(&mut self, depth: usize) -> String {
        let parameter = match self.random.below(if depth == 0 { 7 } else { 9 }) {
            0 | 1 => self.random.pick(FRAGMENTS.of("numbers")).into(),
            2 | 3 => self.odd("strings", "broken_strings", 8).into(),
            4 | 5 => self.reference(1),
            6 => self.odd("constants", "broken_constants", 4).into(),
            7 => self.list(depth - 1),
            _ => self.map(depth - 1),
        };
        let blank = self.blank();
        format!("{blank}{parameter}{blank}")
    }

    /// The template with a few characters more or less.
    fn mutated(&mut self, template: &str) -> String {
        let mut characters: Vec<char> = template.chars().collect();
        for _ in 0..1 + self.random.below(3) {
            let at = self.random.below(characters.len() + 1);
            match self.random.below(3) {
                0 if at < characters.len() => {
                    characters.remove(at);
                }
                1 if at < characters.len() => {
                    let other = self.random.below(characters.len());
                    characters.swap(at, other);
                }
                _ => {
                    let inserted = self
                        .random
                        .pick(&["$", "#", "\\", "(", ")", "{", "}", "[", "]", "\"", "'", ".", "!", " ", "\n", "#end", "*"]);
                    characters.splice(at..at, inserted.chars());
                }
            }
        }
        characters.into_iter().collect()
    }
}
