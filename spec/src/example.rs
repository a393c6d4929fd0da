//! A value as it may look, for replies of the emulator, sample programs and forms.

use crate::fit::fits;
use crate::types::{Kind, Named, Schema, Value};

/// An example of a schema: what the spec states, or else what follows from its known values, its limits and its parts.
///
/// `placeholder` gives the text of a string that nothing is known of, by its name. There is no example of a shape inside itself;
/// `None` is returned where that leaves nothing.
pub fn example(name: &str, schema: &Schema, shapes: &Named<Schema>, placeholder: &dyn Fn(&str) -> String) -> Option<Value> {
    Examples { shapes, placeholder, open: Vec::new() }.of(name, schema)
}

struct Examples<'s> {
    shapes: &'s Named<Schema>,
    placeholder: &'s dyn Fn(&str) -> String,
    /// Shapes that the present place is inside of.
    open: Vec<&'s str>,
}

impl<'s> Examples<'s> {
    fn of(&mut self, name: &str, schema: &'s Schema) -> Option<Value> {
        let shape = schema.shape.as_deref();
        if shape.is_some_and(|shape| self.open.contains(&shape)) {
            return None;
        }
        self.open.extend(shape);
        let value = schema.resolved(self.shapes).and_then(|schema| self.of_type(name, schema));
        if shape.is_some() {
            self.open.pop();
        }
        value
    }

    fn of_type(&mut self, name: &str, schema: &'s Schema) -> Option<Value> {
        let stated = [schema.example.as_ref(), schema.default.as_ref(), schema.values.first()];
        if let Some(stated) = stated.into_iter().flatten().find(|value| fits(value, schema, self.shapes)) {
            return Some(stated.clone());
        }
        match schema.kind? {
            Kind::String => Some(schema.closed.first().cloned().unwrap_or_else(|| (self.placeholder)(name)).into()),
            Kind::Integer | Kind::Number => Some(schema.minimum.clone().map_or_else(|| 1.into(), Value::Number)),
            Kind::Boolean => Some(false.into()),
            Kind::Object => {
                let mut fields = serde_yaml::Mapping::new();
                for (name, field) in schema.fields.iter() {
                    if let Some(value) = self.of(name, field) {
                        fields.insert(name.into(), value);
                    }
                }
                Some(Value::Mapping(fields))
            }
            Kind::List => {
                let item = schema.items.as_deref().and_then(|items| self.of(name, items));
                Some(Value::Sequence(item.into_iter().collect()))
            }
            Kind::Map => Some(Value::Mapping(serde_yaml::Mapping::new())),
            Kind::Any => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Operation;

    #[test]
    fn examples_are_stated_or_follow_from_the_schema() {
        let operation: Operation = serde_yaml::from_str(
            "
operation: A
summary: S.
access: read
response:
  Stated: { type: string, example: vpc-1 }
  Known: { type: string, values: [Pending, Available] }
  Closed: { type: string, enum: [IPv4, IPv6] }
  Nothing: { type: string }
  Least: { type: integer, minimum: 5 }
  Flag: { type: boolean }
  Tree: { shape: Tree }
shapes:
  Tree: { type: object, fields: { Name: { type: string }, Below: { type: list, items: { shape: Tree } } } }
",
        )
        .unwrap();
        let all = Schema { kind: Some(Kind::Object), fields: operation.response, ..Schema::default() };
        let made = example("", &all, &operation.shapes, &|name| format!("<{name}>"));
        let expected = "{ Stated: vpc-1, Known: Pending, Closed: IPv4, Nothing: <Nothing>, Least: 5, Flag: false, \
                        Tree: { Name: <Name>, Below: [] } }";
        assert_eq!(made, Some(serde_yaml::from_str(expected).unwrap()));
    }
}
