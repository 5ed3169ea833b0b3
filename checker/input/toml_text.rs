//! How a TOML text becomes a struct whose values know where they stood.

use super::problem::{Problem, Source};
use super::{Refusal, toml_errors};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, Visitor};
use std::fmt;
use toml::Spanned;

/// A value of the file, with its place.
pub(super) type Written<T> = Option<Spanned<T>>;

/// A whole number. Its range is checked later, where a message can say what the number is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number(pub(super) i64);

/// A number of seconds. Its range is checked later, too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seconds(pub(super) f64);

/// A whole number, or text: what a backlog, a bound on loss, a sysctl or a policy may be.
#[derive(Clone, Debug)]
pub(super) enum Scalar {
    Number(i64),
    Text(String),
}

/// Reads the whole text.
pub(super) fn parse<T: DeserializeOwned>(source: Source<'_>) -> Result<T, Problem> {
    toml::from_str(source.text).map_err(|error| {
        let span = error.span();
        let refusal = toml_errors::refusal(error.message(), source.text, span.as_ref());
        match span {
            Some(span) => source.refuse(span, refusal),
            None => source.refuse_whole(refusal),
        }
    })
}

/// Takes over a value if the file has one.
pub(super) fn take<W, T>(
    source: Source<'_>,
    written: &Written<W>,
    field: &mut T,
    read: impl FnOnce(&W) -> Result<T, Refusal>,
) -> Result<(), Problem> {
    if let Some(written) = written {
        *field =
            read(written.get_ref()).map_err(|refusal| source.refuse(written.span(), refusal))?;
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl Visitor<'_> for Numbers {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Number, E> {
                Ok(Number(number))
            }
        }
        deserializer.deserialize_i64(Numbers)
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Times;
        impl Visitor<'_> for Times {
            type Value = Seconds;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of seconds")
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Seconds, E> {
                // Whatever a float cannot hold exactly is out of range.
                Ok(Seconds(number as f64))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Seconds, E> {
                Ok(Seconds(number))
            }
        }
        deserializer.deserialize_any(Times)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalars;
        impl Visitor<'_> for Scalars {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number or a text")
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
        }
        deserializer.deserialize_any(Scalars)
    }
}
