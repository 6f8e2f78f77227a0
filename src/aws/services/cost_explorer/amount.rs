//! Amounts of money, exact to ten digits.

/// How many digits an amount has behind the point.
const DIGITS: usize = 10;
const UNIT: i128 = 10_i128.pow(10);

/// An amount.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amount {
    value: i128,
    /// What it was written as, as long as nothing has been added to it.
    text: Option<String>,
}

impl Amount {
    /// An amount that is shown as it was written.
    pub fn as_it_is(text: &str) -> Self {
        Self { value: parse(text), text: Some(text.into()) }
    }

    /// What of an amount falls between two points of a whole.
    pub fn part(text: &str, from: i64, to: i64, of: i64) -> Self {
        let upto = |point: i64| (parse(text) * i128::from(point)).div_euclid(i128::from(of.max(1)));
        Self { value: upto(to) - upto(from), text: None }
    }

    /// The sum of amounts.
    pub fn sum(amounts: impl Iterator<Item = Self>) -> Self {
        amounts.reduce(|sum, amount| Self { value: sum.value + amount.value, text: None }).unwrap_or_default()
    }

    /// As a decimal number, with two digits behind the point at least.
    pub fn show(&self) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        let sign = if self.value < 0 { "-" } else { "" };
        let (whole, rest) = (self.value.abs() / UNIT, self.value.abs() % UNIT);
        let rest = format!("{rest:0DIGITS$}");
        let rest = rest.trim_end_matches('0');
        format!("{sign}{whole}.{rest:0<2}")
    }
}

/// 0 where the text is no decimal number: the methods take any.
fn parse(text: &str) -> i128 {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let rest = rest.get(..DIGITS).unwrap_or(rest);
    if !whole.bytes().chain(rest.bytes()).all(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    let number: i64 = whole.parse().unwrap_or(0);
    let rest: i64 = format!("{rest:0<DIGITS$}").parse().unwrap_or(0);
    sign * (i128::from(number) * UNIT + i128::from(rest))
}
