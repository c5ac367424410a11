//! Nested stacks: the queues, with all that belongs to one of them, in templates of their own.
//!
//! The whole template is taken apart. What refers to a resource that is now elsewhere goes through an output of the one stack
//! and a parameter of the other, with the outer stack between them.

use super::expr::queue_id;
use super::references::{self, Reference};
use super::{STACK_NAME, tags};
use crate::stack::Stack;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// What belongs to a queue when it refers to it. A key belongs to the queue that refers to it.
const FOLLOWERS: [&str; 7] = [
    "AWS::SQS::QueuePolicy",
    "AWS::KMS::Key",
    "AWS::KMS::Alias",
    "AWS::IAM::Role",
    "AWS::IAM::Policy",
    "AWS::Lambda::EventSourceMapping",
    "AWS::CloudWatch::Alarm",
];

/// The number of a nested stack; `None` is the outer one.
pub(super) type Place = Option<usize>;

/// The file of a nested stack.
pub(super) fn file_name(number: usize) -> String {
    format!("queues-{number}.template.json")
}

/// The logical id of a nested stack.
fn stack_id(number: usize) -> String {
    format!("QueuesStack{number}")
}

/// Takes a template apart: the outer one first, then each nested one that holds anything.
pub(super) fn split(stack: &Stack, template: Json) -> Vec<(Place, Json)> {
    let Json::Object(mut template) = template else { return Vec::new() };
    let resources = object(template.remove("Resources"));
    let outputs = object(template.remove("Outputs"));
    let parameters = object(template.get("Parameters").cloned());
    let mut split = Split { places: places(stack, &resources), parameters, nested: BTreeMap::new() };
    let mut outer = Map::new();
    for (id, mut resource) in resources {
        let place = split.place(&id);
        split.waits(place, &mut resource);
        split.rewrite(place, &mut resource);
        match place {
            Some(number) => split.nested.entry(number).or_default().resources.insert(id, resource),
            None => outer.insert(id, resource),
        };
    }
    let mut outer_outputs = Map::new();
    for (name, mut output) in outputs {
        let place = split.place_of_output(&output);
        split.rewrite(place, &mut output);
        match place {
            Some(number) => split.nested.entry(number).or_default().outputs.insert(name, output),
            None => outer_outputs.insert(name, output),
        };
    }
    split.join(stack, template, outer, outer_outputs)
}

fn object(value: Option<Json>) -> Map<String, Json> {
    match value {
        Some(Json::Object(map)) => map,
        _ => Map::new(),
    }
}

/// The place of each resource that is in a nested stack.
fn places(stack: &Stack, resources: &Map<String, Json>) -> BTreeMap<String, usize> {
    let queues = stack.queues.iter().enumerate();
    let mut places: BTreeMap<String, usize> =
        queues.filter_map(|(position, queue)| Some((queue_id(stack, position), queue.nested_stack?))).collect();
    let follows = |resource: &Json| resource["Type"].as_str().is_some_and(|kind| FOLLOWERS.contains(&kind));
    loop {
        let known = places.len();
        for (id, resource) in resources {
            let ids: BTreeSet<String> = references::of(resource).into_iter().map(|reference| reference.id).collect();
            if let Some(place) = places.get(id).copied() {
                for key in ids.iter().filter(|id| resources.get(*id).is_some_and(|one| one["Type"] == "AWS::KMS::Key")) {
                    places.insert(key.clone(), place);
                }
            } else if follows(resource) {
                let near: BTreeSet<usize> = ids.iter().filter_map(|id| places.get(id)).copied().collect();
                if let (1, Some(place)) = (near.len(), near.first()) {
                    places.insert(id.clone(), *place);
                }
            }
        }
        if places.len() == known {
            return places;
        }
    }
}

/// A nested stack as it comes about.
#[derive(Default)]
struct Nested {
    resources: Map<String, Json>,
    outputs: Map<String, Json>,
    /// Its parameters, by name, with what the outer stack gives for them.
    parameters: BTreeMap<String, Json>,
    /// What the outer stack makes before it.
    depends_on: BTreeSet<String>,
}

struct Split {
    places: BTreeMap<String, usize>,
    /// The parameters of the whole, which each stack declares that takes them.
    parameters: Map<String, Json>,
    nested: BTreeMap<usize, Nested>,
}

impl Split {
    fn place(&self, id: &str) -> Place {
        self.places.get(id).copied()
    }

    /// An output stands where all is that it gives out.
    fn place_of_output(&self, output: &Json) -> Place {
        let places: BTreeSet<Place> = references::of(output)
            .into_iter()
            .filter(|reference| !reference.is_pseudo() && !self.parameters.contains_key(&reference.id))
            .map(|reference| self.place(&reference.id))
            .collect();
        if places.len() == 1 { places.first().copied().flatten() } else { None }
    }

    /// `DependsOn` across stacks.
    fn waits(&mut self, place: Place, resource: &mut Json) {
        let Some(Json::Array(ids)) = resource.get_mut("DependsOn") else { return };
        let mut left = BTreeSet::new();
        for id in ids.iter().filter_map(Json::as_str) {
            match (place, self.place(id)) {
                (here, there) if here == there => {
                    left.insert(id.to_owned());
                }
                (None, Some(number)) => {
                    left.insert(stack_id(number));
                }
                (Some(number), _) => {
                    self.nested.entry(number).or_default().depends_on.insert(id.to_owned());
                }
                (None, None) => {}
            }
        }
        *ids = left.into_iter().map(Json::from).collect();
        if let (true, Some(resource)) = (ids.is_empty(), resource.as_object_mut()) {
            resource.shift_remove("DependsOn");
        }
    }

    /// Every reference that leads out of a place leads there by another way.
    fn rewrite(&mut self, here: Place, value: &mut Json) {
        references::replace(value, &mut |reference| match here {
            None => self.seen_from_outside(reference),
            Some(number) => self.seen_from_within(number, reference),
        });
    }

    /// What the outer stack says instead: an output of the nested one.
    fn seen_from_outside(&mut self, reference: &Reference) -> Option<Reference> {
        let number = self.place(&reference.id)?;
        let name = reference.name();
        let value = json!({ "Value": reference.json() });
        self.nested.entry(number).or_default().outputs.entry(name.clone()).or_insert(value);
        Some(Reference { id: stack_id(number), attribute: Some(format!("Outputs.{name}")) })
    }

    /// What a nested stack says instead: a parameter, for which the outer one gives what was meant.
    fn seen_from_within(&mut self, number: usize, reference: &Reference) -> Option<Reference> {
        if self.place(&reference.id) == Some(number) || (reference.is_pseudo() && reference.id != STACK_NAME) {
            return None;
        }
        let name = reference.name();
        let given = self.seen_from_outside(reference).unwrap_or_else(|| reference.clone()).json();
        self.nested.entry(number).or_default().parameters.insert(name.clone(), given);
        Some(Reference { id: name, attribute: None })
    }

    fn join(
        self,
        stack: &Stack,
        mut template: Map<String, Json>,
        outer: Map<String, Json>,
        outputs: Map<String, Json>,
    ) -> Vec<(Place, Json)> {
        let mut stacks = Map::new();
        let mut templates = Vec::new();
        let metadata = template.get("Metadata").cloned().unwrap_or_default();
        for (number, nested) in self.nested {
            let mut properties = json!({ "TemplateURL": format!("./{}", file_name(number)), "Parameters": nested.parameters });
            if !stack.tags.is_empty() {
                properties["Tags"] = json!(tags(stack));
            }
            let mut resource = json!({ "Type": "AWS::CloudFormation::Stack" });
            if !nested.depends_on.is_empty() {
                resource["DependsOn"] = json!(nested.depends_on);
            }
            resource["Properties"] = properties;
            stacks.insert(stack_id(number), resource);
            let declared = nested.parameters.keys().map(|name| {
                let hidden = self.parameters.get(name).is_some_and(|parameter| parameter["NoEcho"] == true);
                (name.clone(), if hidden { json!({ "Type": "String", "NoEcho": true }) } else { json!({ "Type": "String" }) })
            });
            let content = json!({
                "AWSTemplateFormatVersion": "2010-09-09",
                "Description": format!("Queues of {}, part {number}", stack.name),
                "Metadata": metadata,
                "Parameters": declared.collect::<Map<_, _>>(),
                "Resources": nested.resources,
                "Outputs": nested.outputs
            });
            templates.push((Some(number), content));
        }
        stacks.extend(outer);
        template.insert("Resources".to_owned(), stacks.into());
        template.insert("Outputs".to_owned(), outputs.into());
        templates.insert(0, (None, template.into()));
        templates
    }
}
