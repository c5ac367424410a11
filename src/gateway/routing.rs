//! Which method serves a path.

use super::request::decode;
use crate::stack::Api;
use std::collections::HashMap;

/// The tree of paths, for finding a method.
#[derive(Debug)]
pub(super) struct Routes {
    /// The children of each resource; the root comes first.
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, usize>,
    /// The name of the parameter, and where it leads.
    parameter: Option<(String, usize)>,
    /// The HTTP method and the position of the method in the stack.
    methods: Vec<(&'static str, usize)>,
    /// The whole path as it is declared.
    path: String,
    /// The position of its preflight.
    preflight: Option<usize>,
}

/// What a request's path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Route {
    /// The position of the method in the stack.
    pub(super) method: usize,
    /// The path parameters with their values, decoded.
    pub(super) parameters: Vec<(String, String)>,
}

impl Routes {
    pub(super) fn new(api: &Api) -> Self {
        let mut nodes = vec![Node { path: String::new(), ..Node::default() }];
        // Parents come first, so the position of a resource is that of its node less the root.
        for (position, resource) in api.resources.iter().enumerate() {
            let parent = resource.parent.map_or(0, |parent| parent + 1);
            let path = format!("{}/{}", nodes[parent].path, resource.path_part);
            nodes.push(Node { path, ..Node::default() });
            let parent = &mut nodes[parent];
            match resource.path_part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(name) => parent.parameter = Some((name.to_owned(), position + 1)),
                None => {
                    parent.literals.insert(resource.path_part.clone(), position + 1);
                }
            }
        }
        for (position, method) in api.methods.iter().enumerate() {
            nodes[method.resource + 1].methods.push((method.http_method, position));
        }
        for (position, preflight) in api.preflights.iter().enumerate() {
            nodes[preflight.resource + 1].preflight = Some(position);
        }
        Routes { nodes }
    }

    /// The method for a path, which is percent-encoded. A literal segment wins over a parameter; there is no way back
    /// from it.
    pub(super) fn find(&self, http_method: &str, path: &str) -> Option<Route> {
        let (node, parameters) = self.node(path)?;
        let (_, method) = node.methods.iter().find(|(name, _)| *name == http_method)?;
        Some(Route { method: *method, parameters })
    }

    /// The answer to a browser that asks before it sends to a path.
    pub(super) fn preflight(&self, path: &str) -> Option<usize> {
        self.node(path)?.0.preflight
    }

    /// The methods that a path takes; none when there is no such path.
    pub(super) fn methods(&self, path: &str) -> Vec<&'static str> {
        self.node(path).map(|(node, _)| node.methods.iter().map(|(name, _)| *name).collect()).unwrap_or_default()
    }

    /// The path of a resource as it is declared, such as `/shops/{shop}`.
    pub(super) fn resource_path(&self, resource: usize) -> &str {
        self.nodes.get(resource + 1).map_or("", |node| &node.path)
    }

    fn node(&self, path: &str) -> Option<(&Node, Vec<(String, String)>)> {
        let mut node = self.nodes.first()?;
        let mut parameters = Vec::new();
        let path = path.strip_prefix('/')?;
        // A slash at the end leads to the same resource.
        for segment in path.strip_suffix('/').unwrap_or(path).split('/') {
            let segment = decode(segment);
            let next = match (node.literals.get(&segment), &node.parameter) {
                (Some(next), _) => *next,
                (None, Some((name, next))) if !segment.is_empty() => {
                    parameters.push((name.clone(), segment));
                    *next
                }
                (None, _) => return None,
            };
            node = self.nodes.get(next)?;
        }
        Some((node, parameters))
    }
}
