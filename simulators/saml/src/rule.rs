//! How the tables of rules are written.

/// Declares an enum of rules: variant, name, clause.
macro_rules! rules {
    ($about:literal; $($(#[doc = $doc:literal])+ $variant:ident: $name:literal, $clause:literal;)*) => {
        #[doc = $about]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[doc = $doc])+ $variant,)* }

        impl rules::Rule for Rule {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            fn clause(self) -> &'static str {
                match self { $(Self::$variant => $clause,)* }
            }
        }
    };
}
pub(crate) use rules;
