//! How a policy is written down: once, with its name, its question, its values and their sources.

/// A policy as `list`, `explain` and error messages show it.
#[derive(Clone, Copy, Debug)]
pub struct PolicyQuestion {
    /// The name used on the command line and in TOML, for example `syn-queue-full`.
    pub name: &'static str,
    /// What the policy decides, as a question.
    pub question: &'static str,
    /// The kernel functions that decide it.
    pub kernel: &'static str,
    /// Every value, in the order in which kernels adopted them.
    pub values: &'static [PolicyValue],
}

/// One answer to a policy's question.
#[derive(Clone, Copy, Debug)]
pub struct PolicyValue {
    /// The name used on the command line and in TOML, for example `greater`.
    pub name: &'static str,
    /// What a kernel with this value does.
    pub sentence: &'static str,
    /// The kernels that have it, as the sources show.
    pub versions: &'static str,
}

/// Why a policy could not be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyError {
    /// No policy has this name.
    UnknownPolicy(String),
    /// The policy exists, the value does not.
    UnknownValue {
        /// The policy that was named.
        policy: &'static str,
        /// The value that was asked for.
        value: String,
    },
}

/// Writes the enums, the struct [`Policies`](super::Policies) that holds one of each, and the table over them.
macro_rules! policies {
    ($(
        $field:ident: $Type:ident = $name:literal, $question:literal, $kernel:literal {
            $($Variant:ident = $value:literal, $sentence:literal, $versions:literal;)+
        }
    )+) => {
        $(
            #[doc = $question]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub enum $Type {
                $(
                    #[doc = $sentence]
                    $Variant,
                )+
            }
        )+

        /// One answer to every policy's question: how a kernel behaves, apart from its sysctls.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct Policies {
            $(
                #[doc = $question]
                pub $field: $Type,
            )+
        }

        impl Policies {
            /// Every policy with its values and sources.
            pub const TABLE: &'static [PolicyQuestion] = &[$(
                PolicyQuestion {
                    name: $name,
                    question: $question,
                    kernel: $kernel,
                    values: &[$(PolicyValue { name: $value, sentence: $sentence, versions: $versions }),+],
                },
            )+];

            /// The value of each policy, in the order of [`Self::TABLE`].
            #[must_use]
            #[expect(clippy::indexing_slicing, reason = "one list makes both: the variants and the values of the table")]
            pub fn values(&self) -> Vec<&'static PolicyValue> {
                let chosen = [$(self.$field as usize),+];
                Self::TABLE.iter().zip(chosen).map(|(question, index)| &question.values[index]).collect()
            }

            /// Sets one policy by the names that people write.
            ///
            /// # Errors
            ///
            /// When no policy has that name, or the policy has no such value.
            pub fn set(&mut self, policy: &str, value: &str) -> Result<(), PolicyError> {
                match policy {
                    $($name => match value {
                        $($value => self.$field = $Type::$Variant,)+
                        _ => return Err(PolicyError::UnknownValue { policy: $name, value: value.to_owned() }),
                    },)+
                    _ => return Err(PolicyError::UnknownPolicy(policy.to_owned())),
                }
                Ok(())
            }
        }
    };
}

pub(super) use policies;
