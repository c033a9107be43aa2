//! What can be pressed: buttons, menus, and the question that some ask first.

use maud::{Markup, html};
use serde_json::Value;

use crate::blocks::text;
use crate::{Reader, Surface};

/// Shows the controls of a surface, numbered as they come: a press names the number.
pub(crate) struct Controls<'a> {
    reader: &'a dyn Reader,
    surface: &'a Surface,
    next: usize,
}

impl<'a> Controls<'a> {
    pub(crate) fn new(reader: &'a dyn Reader, surface: &'a Surface) -> Self {
        Self { reader, surface, next: 0 }
    }

    /// A control; of anything else, its text.
    pub(crate) fn show(&mut self, element: &Value) -> Markup {
        let is_menu = match element["type"].as_str() {
            Some("button") => false,
            Some("overflow" | "static_select") => true,
            _ => return html! { (text(element, self.reader)) },
        };
        let number = self.next;
        self.next += 1;
        let id = self.surface.id_of(number);
        html! {
            form.control method="post" action=(self.surface.press) data-action=[element["action_id"].as_str()] {
                @for (name, value) in &self.surface.fields { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="nth" value=(number);
                @if is_menu { (self.menu(element, &id)) } @else { (self.button(element, &id)) }
                @if !element["confirm"].is_null() { (self.question(&element["confirm"])) }
            }
        }
    }

    fn button(&self, button: &Value, id: &str) -> Markup {
        let url = button["url"].as_str();
        html! {
            @if let Some(url) = url { input type="hidden" name="leads_to" value=(url); }
            button.button.primary[button["style"] == "primary"].danger[button["style"] == "danger"]
                id=(id) type="submit" title=[url] aria-label=[button["accessibility_label"].as_str()] {
                (text(&button["text"], self.reader))
            }
        }
    }

    fn menu(&self, menu: &Value, id: &str) -> Markup {
        let is_overflow = menu["type"] == "overflow";
        let chosen = &menu["initial_option"]["text"];
        html! {
            details.menu.overflow[is_overflow] id=(id) {
                @if is_overflow { summary.button aria-label="More" { "⋯" } }
                @else {
                    summary.button {
                        @if chosen.is_null() { (text(&menu["placeholder"], self.reader)) }
                        @else { (text(chosen, self.reader)) }
                    }
                }
                div.options {
                    @for option in menu["options"].as_array().into_iter().flatten() { (self.option(option)) }
                }
            }
        }
    }

    fn option(&self, option: &Value) -> Markup {
        html! {
            button type="submit" name="choice" value=(option["value"].as_str().unwrap_or_default())
                title=[option["url"].as_str()] {
                (text(&option["text"], self.reader))
                @if !option["description"].is_null() { small { (text(&option["description"], self.reader)) } }
            }
        }
    }

    /// The page's script asks it before it posts the form.
    fn question(&self, confirm: &Value) -> Markup {
        html! {
            dialog.question aria-label=(confirm["title"]["text"].as_str().unwrap_or_default()) {
                h4 { (text(&confirm["title"], self.reader)) }
                p { (text(&confirm["text"], self.reader)) }
                div.answers {
                    button.button type="button" value="deny" { (text(&confirm["deny"], self.reader)) }
                    button.button.primary[confirm["style"] != "danger"].danger[confirm["style"] == "danger"]
                        type="button" value="confirm" { (text(&confirm["confirm"], self.reader)) }
                }
            }
        }
    }
}
