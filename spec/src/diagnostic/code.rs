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

            /// The code of a number, whatever the case of its letter.
            pub fn of_id(id: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
            }

            /// The explanation with a wrong and a right example, as Markdown.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$name => include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/explain/", $id, ".md")),)*
                }
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
    Unreadable       "E0001" "A spec file or folder exists and is readable.";
    NotUtf8          "E0002" "A spec file is UTF-8 text.";
    EmptyFile        "E0003" "A spec file holds one YAML mapping.";
    Syntax           "E0004" "A spec file is well-formed YAML.";
    SecondDocument   "E0005" "A spec file holds one YAML document.";
    TooDeep          "E0006" "A spec file nests its collections no deeper than 64 levels.";
    DuplicateKey     "E0007" "A key occurs once in a mapping.";
    TooLarge         "E0008" "A spec file stays small when its aliases are expanded.";
    Misplaced        "E0009" "An operation file lies in the folder of its group and ends in `.yaml`.";

    // The form of a file.
    UnknownKey       "E0101" "A mapping has only the keys that the format knows.";
    MissingKey       "E0102" "A mapping has the keys that the format requires.";
    WrongType        "E0103" "A value has the type that the format gives it.";
    UnknownVariant   "E0104" "A key with a fixed set of values has one of them.";

    // Names.
    OperationName    "E0201" "An operation has the name of its file.";
    DuplicateOperation "E0202" "An operation is described once.";
    UnknownGroup     "E0203" "The folder of an operation is a group of `service.yaml`.";
    EmptyGroup       "E0204" "A group has at least one operation.";
    NameCollision    "E0205" "Names that differ on the wire differ in Rust.";
    ReservedName     "E0206" "A name is not reserved by Rust or by the generated code.";
    InvalidName      "E0207" "A name can become a Rust name.";
    EmptyText        "E0208" "A text that becomes documentation is not empty.";

    // Types.
    MissingType      "E0301" "A parameter, a field, an item or a shape has a type or a shape.";
    ShapeAndType     "E0302" "A reference to a shape does not set the keys of the shape.";
    MissingItems     "E0303" "A list and a map declare the type of their items.";
    KeyDoesNotFit    "E0304" "The keys of a schema fit its type.";
    StyleDoesNotFit  "E0305" "The style of a parameter fits its type.";
    Meaningless      "E0306" "A key is set only where it has a meaning.";
    TokenType        "E0307" "An operation has at most one idempotency token, and that is a string.";
    UnknownShape     "E0308" "A reference names a shape of the operation.";
    EndlessShape     "E0309" "A shape can have a finite value.";
    UnusedShape      "E0310" "A shape is used.";
    EmptyObject      "E0311" "An object has fields.";

    // Values and limits.
    WrongValue       "E0401" "A default, an example, a known value or a limit is a value of the type.";
    OutsideLimits    "E0402" "A default, an example or a known value is within the limits.";
    LimitsCross      "E0403" "A lower limit is not above the upper one.";
    BadPattern       "E0404" "A pattern is a regular expression.";
    UncheckedPattern "E0405" "A pattern uses only syntax that can be checked.";
    DuplicateValue   "E0406" "A value occurs once in a list of values.";

    // Error codes.
    DuplicateCode    "E0501" "An error code occurs once in an operation.";
    StatusRange      "E0502" "The status of an error code is between 400 and 599.";

    // References.
    UnknownTarget    "E0601" "Pagination, columns and waiters name existing parameters and fields.";
    WrongTarget      "E0602" "The parameters and fields that pagination, columns and waiters name have the right types.";
    UnknownWaiter    "E0603" "An operation names a waiter of `waiters.yaml`.";
    UnknownOperation "E0604" "A reference to an operation names one that the specs describe.";
    EndlessWait      "E0605" "Something ends a wait.";

    // The service.
    Endpoint         "E0701" "An endpoint is a host with the placeholders of its rule.";

    // Warnings: what works but is probably unintended.
    CutText          "E0801" "A text that contains ` #`, or begins with `&` or `!`, is quoted.";
    LookAlike        "E0802" "Names and words are written in ASCII, and values in plain quotes.";
    NothingSaid      "E0803" "A key that is written has a value.";
    TemplateText     "E0804" "The text of the template is replaced.";
    CaseDiffers      "E0805" "A name is spelled as the service spells it elsewhere.";
    Undescribed      "E0806" "Every parameter and field has a description, in place or in the glossary.";
    UnusedEntry      "E0807" "An entry of the glossary describes a parameter or a field.";
    RequiredDefault  "E0808" "What is required has no default.";
    SizesDiffer      "E0809" "Pagination and the parameter for the page size agree.";
    UnknownState     "E0810" "The states and values of a waiter are known values of their fields and parameters.";
    IgnoredFile      "E0811" "A spec file has a name that ends in `.yaml`.";
    ReplacedByItself "E0812" "A deprecated operation is replaced by another one.";
    DottedName       "E0813" "A name has dots only in a product that uses them.";
    ActiveText       "E0814" "A text is plain Markdown: no HTML, no images, no code to run, and links to web pages only.";
    NameRepeated     "E0815" "A description says more than the name.";
    Unmarked         "E0816" "A secret is marked `sensitive`, and a `ClientToken` is marked `idempotency_token`.";
    SampleDiffers    "E0817" "A sample is a reply that the response describes.";
    VersionForm      "E0818" "The version of an API is a date.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
