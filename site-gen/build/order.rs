//! Puts functions that are alike next to each other, which is worth 3 % of a program on its way:
//! brotli says of what follows in terms of what has just been.
//!
//! The linker and walrus have an order of their own, by size; neither cares for how well it packs.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, CustomSectionReader, FunctionSectionReader};
use wasmparser::{Parser, Payload, TypeRef};

use crate::Result;

/// The program with its functions sorted by what they take and give, and then by what they do.
/// What is no part of the program proper, such as which features a linker may use, is left out.
pub(crate) fn like_by_like(program: &[u8]) -> Result<Vec<u8>> {
    let functions = Functions::of(program)?;
    let mut order: Vec<usize> = (0..functions.bodies.len()).collect();
    order.sort_by_key(|at| (functions.types[*at], functions.bodies[*at]));
    let mut place = vec![0; order.len()];
    for (new, old) in (0..).zip(&order) {
        place[*old] = new;
    }
    let mut reordered = Module::new();
    let mut reorder = Reorder {
        imported: functions.imported,
        order,
        place,
    };
    reorder
        .parse_core_module(&mut reordered, Parser::new(0), program)
        .map_err(|error| format!("the program's functions could not be sorted: {error}"))?;
    Ok(reordered.finish())
}

/// The functions of a program. Its own are numbered after those it imports.
struct Functions<'program> {
    imported: u32,
    types: Vec<u32>,
    bodies: Vec<&'program [u8]>,
}

impl<'program> Functions<'program> {
    fn of(program: &'program [u8]) -> Result<Self> {
        let mut functions = Functions {
            imported: 0,
            types: Vec::new(),
            bodies: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(program) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        functions.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(types) => {
                    functions.types = types.into_iter().collect::<std::result::Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => functions.bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        Ok(functions)
    }
}

/// Writes a program anew with its own functions in another order.
struct Reorder {
    imported: u32,
    /// Which function stands at each place.
    order: Vec<usize>,
    /// At which place each function stands.
    place: Vec<u32>,
}

impl Reencode for Reorder {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, Error<Infallible>> {
        let own = function.checked_sub(self.imported);
        let place = own.and_then(|own| self.place.get(usize::try_from(own).ok()?));
        Ok(place.map_or(function, |place| self.imported + place))
    }

    fn parse_function_section(
        &mut self,
        types: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        let given: Vec<u32> = section.into_iter().collect::<std::result::Result<_, _>>()?;
        for at in &self.order {
            types.function(given[*at]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        let given: Vec<_> = section.into_iter().collect::<std::result::Result<_, _>>()?;
        for at in self.order.clone() {
            self.parse_function_body(code, given[at].clone())?;
        }
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: CustomSectionReader<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        Ok(())
    }
}
