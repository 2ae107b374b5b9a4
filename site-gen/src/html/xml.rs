//! Reads XML as browsers do: an empty element ends at once, and `CDATA` is text.

use super::{Attribute, Element, Node, Tree, Value};

/// The tree of an XML document, with the names of elements and attributes without their prefixes.
///
/// `None` if it is not well-formed, has a document type with definitions of its own, or says that it is not
/// UTF-8.
pub(crate) fn xml_document(xml: &str) -> Option<Tree> {
    if !is_utf8(xml) || has_definitions(xml) {
        return None;
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..roxmltree::ParsingOptions::default()
    };
    let document = roxmltree::Document::parse_with_options(xml, options).ok()?;
    let mut tree = Tree::default();
    // Their ids are their positions in the document, and the root is the first.
    let mut nodes = vec![Tree::ROOT];
    for node in document.root().descendants().skip(1) {
        let content = if node.is_element() {
            let mut element = Element::new(node.tag_name().name().to_owned());
            for attribute in node.attributes() {
                element.attributes.push(Attribute {
                    name: attribute.name().to_owned().into(),
                    value: Value::Text(attribute.value().to_owned().into()),
                });
            }
            Node::Element(element)
        } else if node.is_text() {
            Node::Text(node.text().unwrap_or_default().to_owned().into())
        } else {
            Node::Comment(String::new())
        };
        let parent = node.parent_element().map_or(0, |it| it.id().get_usize());
        let child = tree.add(content);
        tree.append(*nodes.get(parent)?, child);
        nodes.push(child);
    }
    Some(tree)
}

/// Whether a document type defines entities or attributes. Drawing programs write one that only names a
/// standard, which browsers do not load.
fn has_definitions(xml: &str) -> bool {
    let mut definitions = ["<!ENTITY", "<!ATTLIST"].iter();
    definitions.any(|it| xml.contains(it))
}

/// Whether the declaration of an XML document names no encoding but UTF-8. Others turn a comment into
/// text.
fn is_utf8(xml: &str) -> bool {
    let declaration = xml
        .trim_start_matches('\u{feff}')
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"));
    let Some((declaration, _)) = declaration else {
        return true;
    };
    match declaration.split_once("encoding") {
        Some((_, encoding)) => {
            let encoding = encoding.trim_start_matches(|c: char| c == '=' || c.is_whitespace());
            let value = encoding.get(1..6).unwrap_or_default();
            let ends = encoding.get(6..7).unwrap_or_default();
            value.eq_ignore_ascii_case("utf-8") && matches!(ends, "\"" | "'")
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_read_as_browsers_do() {
        let xml = "<?xml version='1.0' encoding='UTF-8'?><s:svg xmlns:s='urn:s' xmlns:x='urn:x'><s:title/>\
                   <s:a x:href='b&amp;c'>d<![CDATA[<e>]]>&#102;</s:a><?g?></s:svg>";
        let tree = xml_document(xml).expect("XML");
        let elements: Vec<String> = tree
            .elements(Tree::ROOT)
            .map(|(_, element)| element.start_tag())
            .collect();
        assert_eq!(elements, ["<svg>", "<title>", "<a href=\"b&amp;c\">"]);
        assert_eq!(tree.text_of(Tree::ROOT), "d<e>f");
        let drawing = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>";
        assert!(xml_document(drawing).is_some());
        for xml in [
            "<a>",
            "<a/><b/>",
            "<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>",
            "<!DOCTYPE a SYSTEM \"a>b\" [<!ENTITY e \"x\">]><a>&e;</a>",
            "<!DOCTYPE a SYSTEM \"a.dtd\"><a>&e;</a>",
            "<?xml version='1.0' encoding='iso-2022-jp'?><a/>",
            "<?xml version='1.0' encoding='utf-7'?><a/>",
            "<a>\u{1b}</a>",
        ] {
            assert!(xml_document(xml).is_none(), "{xml}");
        }
    }

    #[test]
    fn deep_xml_does_not_overflow_the_stack() {
        let xml = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert!(xml_document(&xml).is_some());
    }
}
