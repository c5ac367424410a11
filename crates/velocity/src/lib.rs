//! The template language of Apache Velocity 1.7.
//!
//! ```
//! use velocity::{Context, Dialect, Limits, Template, Value};
//!
//! let template = Template::parse("#if($name != '')Hello, $name!#end", &Dialect::VELOCITY_1_7)?;
//! let mut context = Context::new();
//! context.set("name", Value::Text("world".into()));
//! let text = template.render(&mut context, &Limits::DEFAULT)?;
//! assert_eq!(text.as_str(), Some("Hello, world!"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod dialect;
mod error;
mod fuel;
mod method;
pub mod number;
mod render;
mod syntax;
mod template;
pub mod text;
pub mod value;

pub use dialect::Dialect;
pub use error::{ParseError, RenderError, RenderErrorKind};
pub use fuel::{Exhausted, Fuel, Limits};
pub use render::context::Context;
pub use template::Template;
pub use text::{Text, TextBuilder};
pub use value::{Failure, List, Map, Number, Object, Value};
