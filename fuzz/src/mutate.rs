//! Numbers that look random, and mutations of inputs.

/// A generator of numbers that look random and are the same in every run.
pub struct Random(u64);

impl Random {
    /// Begins at a number.
    pub fn new(seed: u64) -> Self {
        // Zero would stay zero.
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// One of some.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// What is at the edges of formats of every kind.
const EDGES: &[&str] = &[
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{feff}",
    "\u{2028}",
    "\u{fffd}",
    "\u{1F600}",
    "e\u{301}",
    "%00",
    "%FF",
    "%",
    "\\u0000",
    "\\ud800",
    "0",
    "-0",
    "-1",
    "1e308",
    "1e999",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "0.1",
    "NaN",
    "Infinity",
    "true",
    "null",
    "~",
    "\r\n",
    "\n",
    "\t",
    " ",
    "\"",
    "'",
    "`",
    "\\",
    "/",
    "..",
    "{}",
    "[]",
    "[[",
    "{\"",
    "<",
    ">",
    "&",
    "&amp;",
    "]]>",
];

/// Makes new inputs of old ones.
pub struct Mutator {
    random: Random,
    words: &'static [&'static str],
}

impl Mutator {
    /// Begins at a number; `words` are those of the format.
    pub fn new(seed: u64, words: &'static [&'static str]) -> Self {
        Mutator { random: Random::new(seed), words }
    }

    /// A new input made of the seeds by a few changes.
    pub fn mutate(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut input = match seeds.is_empty() {
            true => Vec::new(),
            false => self.random.pick(seeds).clone(),
        };
        // Mostly a few changes, which keep the structure; sometimes many.
        let most = *self.random.pick(&[2, 4, 16]);
        let changes = 1 + self.random.below(most);
        for _ in 0..changes {
            self.change(&mut input, seeds);
        }
        input.truncate(1 << 16);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.random.below(input.len() + 1);
        let longest = *self.random.pick(&[4, 32, 512]);
        let length = 1 + self.random.below(longest);
        let end = (at + length).min(input.len());
        match self.random.below(10) {
            0 => drop(input.drain(at..end)),
            1 => self.put(input, at, EDGES),
            2 | 3 => self.put(input, at, self.words),
            4 => {
                let copy = input[at..end].to_vec();
                let to = self.random.below(input.len() + 1);
                input.splice(to..to, copy);
            }
            5 => {
                let copy = input[at..end].repeat(1 + self.random.below(64));
                input.splice(at..at, copy);
            }
            6 if !seeds.is_empty() => {
                let other = self.random.pick(seeds);
                let from = self.random.below(other.len() + 1);
                let piece = other[from..(from + length).min(other.len())].to_vec();
                input.splice(at..end, piece);
            }
            7 => input.truncate(at),
            8 => {
                // Replaces a whole word, at which a format is most likely to notice.
                let start = input[..at].iter().rposition(|byte| !byte.is_ascii_alphanumeric()).map_or(0, |before| before + 1);
                let stop =
                    input[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()).map_or(input.len(), |after| at + after);
                let from = if self.words.is_empty() || self.random.below(3) == 0 { EDGES } else { self.words };
                let word = self.random.pick(from).as_bytes().to_vec();
                input.splice(start..stop, word);
            }
            _ => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = match self.random.below(3) {
                        0 => *byte ^ (1 << self.random.below(8)),
                        _ => self.random.below(256) as u8,
                    };
                }
            }
        }
    }

    fn put(&mut self, input: &mut Vec<u8>, at: usize, words: &'static [&'static str]) {
        if !words.is_empty() {
            let word = self.random.pick(words).as_bytes().to_vec();
            input.splice(at..at, word);
        }
    }
}
