//! Part of stage 1: cycles of calls are opened in source order, so that every link can run down.

/// Turns round the links that close a cycle when walked from the sources in source order.
pub(super) fn without_cycles(chief: &[usize], after: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut entered = vec![0; after.len()];
    after.iter().flatten().for_each(|&b| entered[b] += 1);
    let is_start = |card: &usize| chief[*card] == *card && entered[*card] == 0;
    let is_other = |card: &usize| chief[*card] == *card && entered[*card] > 0;
    let starts = (0..after.len()).filter(is_start).chain((0..after.len()).filter(is_other));

    let mut state = vec![State::New; after.len()];
    let mut acyclic = vec![Vec::new(); after.len()];
    for start in starts {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        let mut stack = vec![(start, 0)];
        while let Some((a, next)) = stack.pop() {
            let Some(&b) = after[a].get(next) else {
                state[a] = State::Done;
                continue;
            };
            stack.push((a, next + 1));
            match state[b] {
                State::Open => acyclic[b].push(a),
                State::Done => acyclic[a].push(b),
                State::New => {
                    acyclic[a].push(b);
                    state[b] = State::Open;
                    stack.push((b, 0));
                }
            }
        }
    }
    acyclic
}

/// The chiefs so that each stands after those before it.
pub(super) fn sources_first(
    chief: &[usize],
    after: &[Vec<usize>],
    before: &[Vec<usize>],
) -> Vec<usize> {
    let mut waiting: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut order: Vec<usize> =
        (0..chief.len()).filter(|&c| chief[c] == c && waiting[c] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for &b in &after[order[next]] {
            waiting[b] -= 1;
            if waiting[b] == 0 {
                order.push(b);
            }
        }
        next += 1;
    }
    order
}
