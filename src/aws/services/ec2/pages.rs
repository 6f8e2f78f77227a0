//! Pages: as many as `MaxResults` says, and a token for what comes after the last of them.

use super::errors::{invalid_combination, invalid_value};
use crate::aws::error::Result;
use crate::aws::services::page;
use crate::document::Text;

/// What a request says about the page it wants.
#[derive(Debug)]
pub struct Page<'a> {
    /// What is listed: a token is good for the operation that gave it.
    pub of: &'static str,
    /// How many a page may have, at least and at most.
    pub range: (i64, i64),
    /// How many it is to have.
    pub max_results: Option<i64>,
    /// Where it begins.
    pub next_token: Option<&'a str>,
}

impl Page<'_> {
    /// Checks what the request says.
    ///
    /// # Errors
    /// `InvalidParameterValue` where the number is out of range; `InvalidParameterCombination` where ids are given
    /// too, in the member of that name.
    pub fn check(&self, ids: &[Text], member: &str) -> Result<()> {
        let (least, most) = self.range;
        let refused = |number: i64, expected: String| {
            Err(invalid_value(format!(
                "Value ( {number} ) for parameter maxResults is invalid. Expecting a value {expected}."
            )))
        };
        if self.max_results.is_some() && !ids.is_empty() {
            let text = format!("The parameter {member} cannot be used with the parameter maxResults");
            return Err(invalid_combination(text));
        }
        match self.max_results {
            Some(number) if number < least => refused(number, format!("greater than {least}")),
            Some(number) if number > most => refused(number, format!("less than or equal to {most}")),
            _ => Ok(()),
        }
    }

    /// Cuts the page out of what there is, in the order of the keys that `key` gives. Answers it and the token of
    /// the next one.
    ///
    /// # Errors
    /// `InvalidParameterValue` where the token is not one of this operation's.
    pub fn cut<T>(&self, all: impl Iterator<Item = T>, key: impl Fn(&T) -> Text) -> Result<(Vec<T>, Option<String>)> {
        let after = self.next_token.filter(|token| !token.is_empty()).map(|token| self.position(token)).transpose()?;
        let mut rest = all.skip_while(|item| after.as_ref().is_some_and(|after| key(item) <= *after));
        let Some(length) = self.max_results.and_then(|number| usize::try_from(number).ok()) else {
            return Ok((rest.collect(), None));
        };
        let items: Vec<T> = rest.by_ref().take(length).collect();
        let next = rest.next().and(items.last()).map(|last| page::token(self.of, &key(last)));
        Ok((items, next))
    }

    fn position(&self, token: &str) -> Result<Text> {
        let text = format!("Value ( {token} ) for parameter nextToken is invalid. The token is invalid.");
        page::name_in(self.of, token).map(Text::from).ok_or_else(|| invalid_value(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(max_results: i64, next_token: Option<&str>) -> Page<'_> {
        Page { of: "Things", range: (5, 1000), max_results: Some(max_results), next_token }
    }

    #[test]
    fn pages_follow_each_other() {
        let all = || ["a", "b", "c"].into_iter();
        let (first, token) = page(2, None).cut(all(), |it| Text::from(*it)).unwrap();
        let (second, end) = page(2, token.as_deref()).cut(all(), |it| Text::from(*it)).unwrap();
        assert_eq!((first, second, end), (vec!["a", "b"], vec!["c"], None));
    }

    #[test]
    fn a_token_is_good_for_its_operation_alone() {
        let token = super::page::token("Others", "a");
        for token in [token.as_str(), "x", "é", "00", "0000000061"] {
            let refused = page(5, Some(token)).cut(["a"].into_iter(), |it| Text::from(*it)).unwrap_err();
            assert_eq!(refused.code, "InvalidParameterValue", "{token}");
        }
    }

    #[test]
    fn the_number_has_a_range() {
        let message = |number| page(number, None).check(&[], "instancesSet").unwrap_err().message;
        assert!(message(4).ends_with("Expecting a value greater than 5."));
        assert!(message(1001).ends_with("Expecting a value less than or equal to 1000."));
        assert_eq!(page(5, None).check(&["i".into()], "ids").unwrap_err().code, "InvalidParameterCombination");
    }
}
