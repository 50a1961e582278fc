//! Widths of a table's columns on a page, and the size of letters at which they fit.

use unicode_width::UnicodeWidthStr;

/// Sizes of letters in a table, in half points, largest first.
const SIZES: [u32; 4] = [18, 16, 14, 12];
/// Left and right margin of a cell together, in twentieths of a point.
const PADDING: u32 = 120;
/// Columns of a terminal beyond which a text may wrap.
const COMFORTABLE: usize = 44;
/// Columns of a terminal that a column of words keeps: four characters of Chinese.
const LEAST: usize = 8;

/// Columns as they are set.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grid {
    /// Width of each column in twentieths of a point.
    pub(super) widths: Vec<u32>,
    /// Size of the letters in half points.
    pub(super) size: u32,
}

/// A column before it is set.
pub(super) struct Wish {
    /// Longest text, in columns of a terminal.
    longest: usize,
    /// Whether a line may break inside its texts.
    breaks: bool,
}

impl Wish {
    /// Of a heading, which may always wrap, and the cells below it.
    pub(super) fn of<'a>(heading: &str, cells: impl Iterator<Item = &'a str>, breaks: bool) -> Self {
        let longest = cells.map(UnicodeWidthStr::width).max().unwrap_or(0);
        // A heading of two lines beside short cells still reads well; of five it does not.
        Self { longest: longest.max(heading.width().div_ceil(2)).max(4), breaks }
    }

    fn most(&self) -> usize {
        // What is longer than a line gets some of its excess: sentences want more room than names.
        let wrapped = COMFORTABLE + self.longest.saturating_sub(COMFORTABLE) / 4;
        if self.breaks { self.longest.min(wrapped) } else { self.longest }
    }

    fn least(&self) -> usize {
        if self.breaks { self.longest.min(LEAST) } else { self.longest }
    }
}

/// Sets the columns into a width: the largest letters at which the least widths fit, what is left going to long texts.
pub(super) fn grid(wishes: &[Wish], available: u32) -> Grid {
    let least: usize = wishes.iter().map(Wish::least).sum();
    let padding = PADDING * count(wishes.len());
    let fits = |size: &&u32| width(least, **size) + padding <= available;
    let size = *SIZES.iter().find(fits).unwrap_or(&SIZES[SIZES.len() - 1]);
    let text = u64::from(available.saturating_sub(padding));
    let (sum_least, sum_most) = (u64::from(width(least, size)), sum(wishes, Wish::most, size));
    let share = |wish: &Wish| {
        let (least, most) = (u64::from(width(wish.least(), size)), u64::from(width(wish.most(), size)));
        let taken = if sum_most <= text {
            // Room to spare goes to all alike.
            most * text / sum_most.max(1)
        } else if sum_least <= text {
            least + (most - least) * (text - sum_least) / (sum_most - sum_least).max(1)
        } else {
            least * text / sum_least.max(1)
        };
        u32::try_from(taken).unwrap_or(available) + PADDING
    };
    Grid { widths: wishes.iter().map(share).collect(), size }
}

fn sum(wishes: &[Wish], of: fn(&Wish) -> usize, size: u32) -> u64 {
    wishes.iter().map(|wish| u64::from(width(of(wish), size))).sum()
}

/// Twentieths of a point of a text; a letter is half as wide as it is high, and a half point is ten twentieths.
fn width(columns: usize, size: u32) -> u32 {
    count(columns) * size * 5
}

fn count(columns: usize) -> u32 {
    u32::try_from(columns).unwrap_or(u32::MAX / 1_000).min(u32::MAX / 1_000)
}

#[cfg(test)]
mod tests {
    use super::{Wish, grid};

    fn wish(text: &str, breaks: bool) -> Wish {
        Wish::of("", [text].into_iter(), breaks)
    }

    #[test]
    fn numbers_stay_whole_and_words_take_the_rest() {
        let wishes = [wish("1,234,567.89", false), wish(&"长".repeat(200), true)];
        let grid = grid(&wishes, 8_000);
        assert_eq!(grid.size, 18);
        assert!(grid.widths[0] >= 12 * 18 * 5 + 120 && grid.widths.iter().sum::<u32>() <= 8_000, "{grid:?}");
        assert!(grid.widths[1] > grid.widths[0]);
    }

    #[test]
    fn many_columns_make_letters_smaller_and_never_leave_the_page() {
        let wishes: Vec<Wish> = (0..14).map(|_| wish("123,456.78", false)).collect();
        let narrow = grid(&wishes, 9_000);
        assert_eq!(narrow.size, 12);
        assert!(narrow.widths.iter().sum::<u32>() <= 9_000, "{narrow:?}");
        assert!(grid(&[], 9_000).widths.is_empty());
    }
}
