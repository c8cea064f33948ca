//! What the writer of a misspelt word may have meant.

/// The nearest of `words`, if it is near enough to be meant: within a third of its length.
pub fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let near = |&candidate: &&str| distance(word, candidate) <= (candidate.len() / 3).max(1);
    words.into_iter().filter(near).min_by_key(|candidate| distance(word, candidate))
}

/// The number of letters to insert, delete, replace or swap with a neighbour.
///
/// # Source
/// Optimal string alignment; Boytsov (2011), *Indexing methods for approximate dictionary
/// searching*, section 2.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<_>>()];
    for i in 1..=from.len() {
        let mut row = vec![i];
        for j in 1..=to.len() {
            let replace = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            let swap = if swapped { rows[i - 2][j - 2] + 1 } else { usize::MAX };
            row.push((rows[i - 1][j] + 1).min(row[j - 1] + 1).min(replace).min(swap));
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}
