//! Makes a program shorter where it cannot go on: whatever leads to nothing but a trap becomes
//! that trap.
//!
//! A panic in the page ends in `unreachable`, and the message that is put together before has
//! nowhere to go. The standard library is compiled with all of it nevertheless.

use std::collections::HashSet;
use std::ops::Range;
use walrus::ir::{BrTable, Instr, InstrLocId, InstrSeqId, Unreachable, Value};
use walrus::{ConstExpr, Data, DataId, DataKind, FunctionId, FunctionKind, LocalFunction, Module};

/// Cuts the way to each trap out of the program.
pub(crate) fn cut(module: &mut Module) {
    let trapping = trapping(module);
    for (id, function) in module.funcs.iter_local_mut() {
        if trapping.contains(&id) {
            let entry = function.entry_block();
            function.block_mut(entry).instrs = vec![trap(InstrLocId::default())];
        } else {
            for sequence in sequences(function) {
                shorten(&mut function.block_mut(sequence).instrs, &trapping);
            }
        }
    }
    walrus::passes::gc::run(module);
    forget_places(module);
}

/// Blanks where in the source each panic stands: a file's name, its length, a line and a column.
/// Only messages of panics have a use for them, and there are none.
fn forget_places(module: &mut Module) {
    let all: Vec<DataId> = module.data.iter().map(Data::id).collect();
    for id in all {
        let data = module.data.get_mut(id);
        let DataKind::Active {
            offset: ConstExpr::Value(Value::I32(base)),
            ..
        } = data.kind
        else {
            continue;
        };
        let bytes = &mut data.value;
        let places: Vec<(usize, Range<usize>)> = (0..bytes.len().saturating_sub(15))
            .step_by(4)
            .filter_map(|at| Some((at, file_of_place(bytes, at, usize::try_from(base).ok()?)?)))
            .collect();
        for (at, file) in places {
            bytes[at..at + 16].fill(0);
            bytes[file].fill(0);
        }
    }
}

/// Where the name of the file is, if a place in the source stands there.
fn file_of_place(bytes: &[u8], at: usize, base: usize) -> Option<Range<usize>> {
    let number = |at: usize| {
        let number = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(number)).ok()
    };
    let start = number(at)?.checked_sub(base)?;
    let file = start..start.checked_add(number(at + 4)?)?;
    let (line, column) = (number(at + 8)?, number(at + 12)?);
    let is_place = bytes.get(file.clone())?.ends_with(b".rs")
        && (1..100_000).contains(&line)
        && (1..1_000).contains(&column);
    is_place.then_some(file)
}

fn trap(at: InstrLocId) -> (Instr, InstrLocId) {
    (Instr::Unreachable(Unreachable {}), at)
}

/// The functions that do nothing before they trap that anyone could see.
fn trapping(module: &Module) -> HashSet<FunctionId> {
    let endless = module.funcs.iter_local();
    let endless = endless.filter(|(id, function)| !returns(function) || is_debug(module, *id));
    let mut trapping: HashSet<FunctionId> = endless.map(|(id, _)| id).collect();
    // What calls the browser may throw, and a thrown error says what happened; so may what calls
    // such a function and does not come back either.
    loop {
        let throwing = |id: &FunctionId| may_throw(module, *id, &trapping);
        let throwing: Vec<FunctionId> = trapping.iter().copied().filter(throwing).collect();
        if throwing.is_empty() {
            return trapping;
        }
        for id in throwing {
            trapping.remove(&id);
        }
    }
}

/// Whether it writes something with `{:?}`, as messages of panics do and nothing else in the page:
/// clippy's `use_debug` sees to that.
fn is_debug(module: &Module, id: FunctionId) -> bool {
    let name = module.funcs.get(id).name.as_deref();
    name.is_some_and(|name| name.contains("fmt::Debug>::fmt"))
}

/// Whether a function can come to its end.
fn returns(function: &LocalFunction) -> bool {
    let entry = function.entry_block();
    let last = function.block(entry).instrs.last();
    let falls_out = !matches!(last, Some((Instr::Unreachable(_), _)));
    falls_out
        || any(function, |instr| match instr {
            Instr::Return(_) => true,
            Instr::Br(branch) => branch.block == entry,
            Instr::BrIf(branch) => branch.block == entry,
            Instr::BrTable(BrTable { blocks, default }) => {
                *default == entry || blocks.contains(&entry)
            }
            _ => false,
        })
}

fn may_throw(module: &Module, id: FunctionId, trapping: &HashSet<FunctionId>) -> bool {
    let FunctionKind::Local(function) = &module.funcs.get(id).kind else {
        return true;
    };
    any(function, |instr| match instr {
        Instr::Call(call) => match &module.funcs.get(call.func).kind {
            FunctionKind::Local(called) => !returns(called) && !trapping.contains(&call.func),
            FunctionKind::Import(_) | FunctionKind::Uninitialized(_) => true,
        },
        _ => false,
    })
}

/// Ends a sequence at its first trap, and leaves out what was only computed for it.
fn shorten(instrs: &mut Vec<(Instr, InstrLocId)>, trapping: &HashSet<FunctionId>) {
    let end = instrs.iter().position(|(instr, _)| match instr {
        Instr::Unreachable(_) => true,
        Instr::Call(call) => trapping.contains(&call.func),
        _ => false,
    });
    let Some(end) = end else { return };
    let at = instrs[end].1;
    instrs.truncate(end);
    while instrs.last().is_some_and(|(instr, _)| is_silent(instr)) {
        instrs.pop();
    }
    instrs.push(trap(at));
}

/// Whether nobody can tell after a trap that it was done. What it leaves on the stack or takes
/// from there is of no account before `unreachable`.
fn is_silent(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::Const(_)
            | Instr::LocalGet(_)
            | Instr::LocalSet(_)
            | Instr::LocalTee(_)
            | Instr::GlobalGet(_)
            | Instr::Binop(_)
            | Instr::Unop(_)
            | Instr::Load(_)
            | Instr::Select(_)
            | Instr::Drop(_)
    )
}

fn any(function: &LocalFunction, is: impl Fn(&Instr) -> bool) -> bool {
    let mut all = sequences(function).into_iter();
    all.any(|sequence| {
        let instrs = &function.block(sequence).instrs;
        instrs.iter().any(|(instr, _)| is(instr))
    })
}

/// Every sequence of instructions in a function.
fn sequences(function: &LocalFunction) -> Vec<InstrSeqId> {
    let mut all = vec![function.entry_block()];
    let mut next = 0;
    while let Some(sequence) = all.get(next) {
        let mut inner = Vec::new();
        for (instr, _) in &function.block(*sequence).instrs {
            match instr {
                Instr::Block(block) => inner.push(block.seq),
                Instr::Loop(block) => inner.push(block.seq),
                Instr::IfElse(either) => inner.extend([either.consequent, either.alternative]),
                _ => {}
            }
        }
        all.extend(inner);
        next += 1;
    }
    all
}
