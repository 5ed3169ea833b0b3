//! Sets of settings in words: `tcp_syncookies ≠ 0 and accept-queue limit 1`, or several such lines joined by "or".

use super::grid::{Axis, Grid, Settings};
use std::collections::HashSet;

/// A box: for each axis the values that it may have, in any combination.
pub type Block = Vec<Vec<i64>>;

/// Few boxes that together are exactly these settings; the larger ones first.
#[must_use]
pub fn blocks(grid: &Grid, fits: &[Settings]) -> Vec<Block> {
    let all: HashSet<&Settings> = fits.iter().collect();
    let mut left = fits.to_vec();
    let mut blocks = Vec::new();
    while let Some(seed) = left.first().cloned() {
        let grown = (0..grid.axes.len()).map(|first| grown(grid, &all, &seed, first));
        let block = grown.max_by_key(size);
        let block = block.unwrap_or_default();
        left.retain(|settings| !contains(&block, settings));
        blocks.push(block);
        if grid.axes.is_empty() {
            break;
        }
    }
    blocks.sort_by_key(|block| std::cmp::Reverse(size(block)));
    blocks
}

fn size(block: &Block) -> usize {
    block.iter().map(Vec::len).product()
}

fn contains(block: &Block, settings: &Settings) -> bool {
    block
        .iter()
        .zip(settings)
        .all(|(values, value)| values.contains(value))
}

/// The largest box around these settings that can be had by widening one axis after the other, beginning with `first`.
fn grown(grid: &Grid, all: &HashSet<&Settings>, seed: &Settings, first: usize) -> Block {
    let mut block: Block = seed.iter().map(|value| vec![*value]).collect();
    let axes = grid.axes.len();
    for axis in (0..axes).map(|step| (first + step) % axes) {
        let fitting = grid.values[axis].iter().copied().filter(|value| {
            let mut wider = block.clone();
            wider[axis] = vec![*value];
            members(&wider)
                .iter()
                .all(|settings| all.contains(settings))
        });
        block[axis] = fitting.collect();
    }
    block
}

fn members(block: &Block) -> Vec<Settings> {
    block.iter().fold(vec![Vec::new()], |all, values| {
        let longer = |settings: Settings| {
            let with = move |value: &i64| [settings.clone(), vec![*value]].concat();
            values.iter().map(with).collect::<Vec<_>>()
        };
        all.into_iter().flat_map(longer).collect()
    })
}

/// The box in words; axes that may have any value are left out, and so are those that were given.
#[must_use]
pub fn in_words(grid: &Grid, block: &Block) -> Vec<String> {
    let axes = grid.axes.iter().zip(&grid.values).zip(block);
    axes.filter(|((_, all), values)| all.len() > values.len())
        .map(|((axis, all), values)| constraint(*axis, all, values))
        .collect()
}

/// The axes that were given, with their values.
#[must_use]
pub fn given_in_words(grid: &Grid) -> Vec<String> {
    let axes = grid.axes.iter().zip(&grid.values);
    axes.filter(|(_, values)| values.len() == 1)
        .map(|(axis, values)| format!("{} = {}", axis.name(), values[0]))
        .collect()
}

fn constraint(axis: Axis, all: &[i64], values: &[i64]) -> String {
    let name = axis.name();
    let left_out: Vec<&i64> = all.iter().filter(|value| !values.contains(value)).collect();
    let is_tail = all.ends_with(values);
    let is_head = all.starts_with(values);
    match (values, &*left_out) {
        ([only], _) if !(is_tail && all.len() > 3) => format!("{name} = {only}"),
        (_, [0]) if axis != Axis::AcceptQueueLimit => format!("{name} ≠ 0"),
        ([least, ..], _) if is_tail => format!("{name} ≥ {least}"),
        ([.., most], _) if is_head => format!("{name} ≤ {most}"),
        _ => {
            let values: Vec<String> = values.iter().map(i64::to_string).collect();
            format!("{name} one of {}", values.join(", "))
        }
    }
}
