//! The rules that a spec can break.

use std::fmt;

macro_rules! codes {
    ($($name:ident $id:literal $explanation:literal;)*) => {
        /// Which rule a spec breaks. The number never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explanation] $name,)*
        }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The number, like `E0101`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => $id,)* }
            }

            /// The rule in one sentence.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$name => $explanation,)* }
            }
        }
    };
}

codes! {
    // Files and YAML.
    Unreadable       "E0001" "A spec file or folder must be there and readable.";
    NotUtf8          "E0002" "A spec file is UTF-8 text.";
    EmptyFile        "E0003" "A spec file holds one YAML mapping.";
    Syntax           "E0004" "A spec file is well-formed YAML.";
    SecondDocument   "E0005" "A spec file holds one YAML document.";
    TooDeep          "E0006" "A spec file nests its collections no deeper than 64 levels.";
    DuplicateKey     "E0007" "A key comes once in a mapping.";
    TooLarge         "E0008" "A spec file stays small when its aliases are replaced by what they stand for.";
    Misplaced        "E0009" "An operation file lies in the folder of its group and ends in `.yaml`.";

    // The form of a file.
    UnknownKey       "E0101" "A mapping has only the keys that the format knows.";
    MissingKey       "E0102" "A mapping has the keys that the format requires.";
    WrongType        "E0103" "A value has the type that the format gives it.";
    UnknownVariant   "E0104" "A word from a fixed list is one of that list.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
