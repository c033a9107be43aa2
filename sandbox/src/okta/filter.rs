//! Okta's filter grammar, as far as the endpoints here document it: comparisons, `and`, `or`, brackets.

/// A parsed filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// Property, operator, value.
    Test(String, String, String),
    /// Both.
    And(Box<Filter>, Box<Filter>),
    /// Either.
    Or(Box<Filter>, Box<Filter>),
}

impl Filter {
    /// Reads a filter, or says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut words = words(text)?.into_iter().peekable();
        let filter = either(&mut words)?;
        match words.next() {
            None => Ok(filter),
            Some(word) => Err(format!("unexpected {word:?}")),
        }
    }

    /// Whether it uses only these properties with these operators.
    pub(super) fn within(&self, allowed: &[(&str, &[&str])]) -> Result<(), String> {
        match self {
            Self::And(a, b) | Self::Or(a, b) => a.within(allowed).and_then(|()| b.within(allowed)),
            Self::Test(property, operator, _) => {
                let known = allowed
                    .iter()
                    .any(|(name, operators)| name == property && operators.contains(&operator.as_str()));
                if known { Ok(()) } else { Err(format!("{property} {operator} is not supported")) }
            }
        }
    }

    pub(super) fn has_and(&self) -> bool {
        match self {
            Self::And(..) => true,
            Self::Or(a, b) => a.has_and() || b.has_and(),
            Self::Test(..) => false,
        }
    }

    /// The value that a property must equal for this to hold, if one must.
    pub(super) fn must_equal(&self, property: &str) -> Option<&str> {
        match self {
            Self::Test(name, operator, value) if name == property && operator == "eq" => Some(value),
            Self::And(a, b) => a.must_equal(property).or_else(|| b.must_equal(property)),
            _ => None,
        }
    }

    /// Whether it holds for something with these properties.
    pub(super) fn holds(&self, of: &impl Fn(&str) -> Option<String>) -> bool {
        match self {
            Self::And(a, b) => a.holds(of) && b.holds(of),
            Self::Or(a, b) => a.holds(of) || b.holds(of),
            Self::Test(property, operator, value) => {
                let Some(have) = of(property) else { return false };
                match operator.as_str() {
                    "eq" => have == *value,
                    "ne" => have != *value,
                    "sw" => have.starts_with(value),
                    "ew" => have.ends_with(value),
                    "co" => have.contains(value),
                    "gt" => have > *value,
                    "ge" => have >= *value,
                    "lt" => have < *value,
                    "le" => have <= *value,
                    _ => false,
                }
            }
        }
    }
}

type Words = std::iter::Peekable<std::vec::IntoIter<String>>;

fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        match next {
            ' ' => {}
            '(' | ')' => words.push(next.to_string()),
            '"' => {
                // The quote stays in front, so that a quoted word is never taken for an operator.
                let mut word = String::from('"');
                loop {
                    match chars.next() {
                        Some('"') => break,
                        Some('\\') => word.extend(chars.next()),
                        Some(c) => word.push(c),
                        None => return Err("unclosed quote".to_owned()),
                    }
                }
                words.push(word);
            }
            _ => {
                let mut word = String::from(next);
                while let Some(c) = chars.next_if(|c| !" ()\"".contains(*c)) {
                    word.push(c);
                }
                words.push(word);
            }
        }
    }
    Ok(words)
}

fn either(words: &mut Words) -> Result<Filter, String> {
    let mut left = both(words)?;
    while words.next_if(|word| word.eq_ignore_ascii_case("or")).is_some() {
        left = Filter::Or(Box::new(left), Box::new(both(words)?));
    }
    Ok(left)
}

fn both(words: &mut Words) -> Result<Filter, String> {
    let mut left = one(words)?;
    while words.next_if(|word| word.eq_ignore_ascii_case("and")).is_some() {
        left = Filter::And(Box::new(left), Box::new(one(words)?));
    }
    Ok(left)
}

fn one(words: &mut Words) -> Result<Filter, String> {
    let property = words.next().ok_or("a property is missing")?;
    if property == "(" {
        let inner = either(words)?;
        return match words.next().as_deref() {
            Some(")") => Ok(inner),
            _ => Err("a bracket is not closed".to_owned()),
        };
    }
    let operator = words.next().ok_or("an operator is missing")?.to_lowercase();
    let value = words.next().ok_or("a value is missing")?;
    let value = value.strip_prefix('"').unwrap_or(&value).to_owned();
    Ok(Filter::Test(property, operator, value))
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn and_binds_closer_than_or() -> Result<(), String> {
        let filter = Filter::parse(r#"a eq "1" or a eq "2" AND b eq "or""#)?;
        let of = |a: &'static str, b: &'static str| {
            move |name: &str| Some(if name == "a" { a } else { b }.to_owned())
        };
        assert!(filter.holds(&of("1", "")));
        assert!(filter.holds(&of("2", "or")));
        assert!(!filter.holds(&of("2", "")));
        assert!(Filter::parse(r#"a eq "1" b"#).is_err());
        assert!(Filter::parse(r#"a eq "1"#).is_err());
        Ok(())
    }
}
