//! Structs and enums, and their fields on the wire.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::code;
use super::{docs, ident};
use crate::model::{Enum, Field, Struct, Type};
use acs_spec::{ParameterLocation, Style};

/// A struct, its list of fields for the runtime, and `Debug` and `==` from that list. `decoded` gives it the way back.
/// `describe` documents a field.
pub(super) fn structure(structure: &Struct<'_>, decoded: bool, describe: &dyn Fn(&Field<'_>) -> String) -> TokenStream {
    let doc = docs::doc(std::slice::from_ref(&structure.doc));
    let name = ident(&structure.type_name);
    let fields = structure.fields.iter().map(|field| {
        let doc = docs::doc(&[describe(field)]);
        let ident = ident(&field.ident);
        let ty = slot(&field.ty);
        quote! { #doc pub #ident: #ty }
    });
    let encode = encode(structure);
    let decode = decoded.then(|| decode(structure));
    quote! {
        #doc
        #[derive(Clone, Default)]
        pub struct #name { #(#fields,)* }

        #encode
        #decode
        rt::data!(#name);
    }
}

/// The name of a response that has nothing but the request's ID: all of these are one type of the runtime.
pub(super) fn request_id_response(structure: &Struct<'_>) -> TokenStream {
    let doc = docs::doc(std::slice::from_ref(&structure.doc));
    let name = ident(&structure.type_name);
    quote! { #doc pub type #name = rt::RequestIdResponse; }
}

fn encode(structure: &Struct<'_>) -> TokenStream {
    let name = ident(&structure.type_name);
    let to = if structure.fields.is_empty() { quote!(_) } else { quote!(to) };
    let fields = structure.fields.iter().map(encode_field);
    quote! {
        impl rt::Encode for #name {
            #[inline]
            fn encode<'a>(&'a self, #to: &mut rt::Fields<'a>) {
                #(#fields)*
            }
        }
    }
}

fn encode_field(field: &Field<'_>) -> TokenStream {
    let wire = field.wire;
    let ident = ident(&field.ident);
    let sensitive = field.schema.sensitive.then(|| quote!(.sensitive()));
    let form = (field.schema.location == ParameterLocation::Form).then(|| quote!(.form()));
    let style = match field.schema.style {
        Some(Style::Json) => Some(quote!(.json())),
        Some(Style::Simple) => Some(quote!(.simple())),
        Some(Style::RepeatList | Style::Flat) | None => None,
    };
    let to = quote!(to #sensitive #form #style);
    match &field.ty {
        Type::String => quote! { #to.string(#wire, &self.#ident); },
        Type::Int32 => quote! { #to.int32(#wire, self.#ident); },
        Type::Int64 => quote! { #to.int64(#wire, self.#ident); },
        Type::Float => quote! { #to.float(#wire, self.#ident); },
        Type::Double => quote! { #to.double(#wire, self.#ident); },
        Type::Boolean => quote! { #to.boolean(#wire, self.#ident); },
        Type::Enum(name) => {
            let name = super::ident(name);
            quote! { #to.text(#wire, self.#ident.as_ref().map(#name::as_str)); }
        }
        Type::Any | Type::Struct { boxed: false, .. } => quote! { #to.value(#wire, self.#ident.as_ref()); },
        Type::Struct { boxed: true, .. } => quote! { #to.value(#wire, self.#ident.as_deref()); },
        Type::List { present: true, .. } => quote! { #to.present_list(#wire, &self.#ident); },
        Type::List { wraps: Some(inner), .. } => quote! { #to.wrapped(#wire, #inner, &self.#ident); },
        Type::List { .. } => quote! { #to.list(#wire, &self.#ident); },
        Type::Map(_) => quote! { #to.map(#wire, &self.#ident); },
    }
}

fn decode(structure: &Struct<'_>) -> TokenStream {
    let name = ident(&structure.type_name);
    let arms = structure.fields.iter().map(|field| {
        let wire = field.wire;
        let ident = ident(&field.ident);
        let read = match &field.ty {
            Type::String => quote!(value.string(&mut self.#ident)),
            Type::Int32 => quote!(value.int32(&mut self.#ident)),
            Type::Int64 => quote!(value.int64(&mut self.#ident)),
            Type::Float => quote!(value.float(&mut self.#ident)),
            Type::Double => quote!(value.double(&mut self.#ident)),
            Type::Boolean => quote!(value.boolean(&mut self.#ident)),
            Type::Any | Type::Enum(_) | Type::Struct { boxed: false, .. } => quote!(value.value(&mut self.#ident)),
            Type::Struct { boxed: true, .. } => quote!(value.boxed(&mut self.#ident)),
            Type::List { present: true, .. } => quote!(value.present_list(&mut self.#ident)),
            Type::List { wraps: Some(inner), .. } => quote!(value.wrapped(#inner, &mut self.#ident)),
            Type::List { .. } => quote!(value.list(&mut self.#ident)),
            Type::Map(_) => quote!(value.map(&mut self.#ident)),
        };
        let aliases = &field.schema.aliases;
        quote! { #wire #(| #aliases)* => #read, }
    });
    // Clippy warns about a match with no names.
    let (argument, body) = if structure.fields.is_empty() {
        (quote!(_), quote!(value.skip()))
    } else {
        (quote!(name), quote!(match name { #(#arms)* _ => value.skip(), }))
    };
    quote! {
        impl rt::Decode for #name {
            #[inline]
            fn field(&mut self, #argument: &str, value: rt::Reader<'_>) -> Result<(), rt::DecodeError> {
                #body
            }
        }
    }
}

/// A closed set of values. What the service adds later is kept as it is.
pub(super) fn enumeration(set: &Enum<'_>) -> TokenStream {
    let doc = docs::doc(std::slice::from_ref(&set.doc));
    let name = ident(&set.type_name);
    let variants = set.variants.iter().map(|(variant, value)| {
        let doc = docs::doc(&[format!("{}.", code(value))]);
        let variant = ident(variant);
        quote! { #doc #variant }
    });
    let (known, values): (Vec<_>, Vec<_>) = set.variants.iter().map(|(variant, value)| (ident(variant), *value)).unzip();
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that this version does not know.
            Unknown(String),
        }

        impl #name {
            /// The value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(#name::#known => #values,)*
                    #name::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    #(#values => #name::#known,)*
                    other => #name::Unknown(other.to_owned()),
                }
            }
        }

        rt::closed_set!(#name);
    }
}

/// The type of a struct's field: lists and maps may be empty, everything else may be absent.
pub(super) fn slot(ty: &Type<'_>) -> TokenStream {
    let inner = value(ty);
    match ty {
        Type::List { present: false, .. } | Type::Map(_) => inner,
        Type::Struct { boxed: true, .. } => quote!(Option<Box<#inner>>),
        _ => quote!(Option<#inner>),
    }
}

/// The type of a value that is present.
pub(super) fn value(ty: &Type<'_>) -> TokenStream {
    match ty {
        Type::String => quote!(String),
        Type::Int32 => quote!(i32),
        Type::Int64 => quote!(i64),
        Type::Float => quote!(f32),
        Type::Double => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Any => quote!(rt::Value),
        Type::Enum(name) | Type::Struct { name, .. } => {
            let name = ident(name);
            quote!(#name)
        }
        Type::List { item, .. } => {
            let item = value(item);
            quote!(Vec<#item>)
        }
        Type::Map(item) => {
            let item = value(item);
            quote!(rt::BTreeMap<String, #item>)
        }
    }
}
