//! Headings, lists, tables, code, tabs and the table of contents.

use pulldown_cmark::{Alignment, Event};

use super::{Close, Tabs, Writer, escape};
use crate::{
    drawing::Language,
    markdown::{code, math},
};

impl Writer<'_> {
    pub(super) fn end_heading(&mut self, level: u8, id: &str) {
        self.sections.in_heading = false;
        self.out.push_str("<a class=\"anchor\" href=\"#");
        escape(id, &mut self.out);
        self.out.push_str(&format!("\" aria-hidden=\"true\" tabindex=\"-1\">#</a></h{level}>\n"));
    }

    pub(super) fn start_item(&mut self, index: usize) -> Close {
        let events = &self.outline.events;
        let marker = events[index + 1..].iter().take(2).any(|(event, _)| matches!(event, Event::TaskListMarker(_)));
        match self.annotation() {
            Some(id) => self.out.push_str(&format!("<li id=\"{id}\">")),
            None if marker => self.out.push_str("<li class=\"task-list-item\">"),
            None => self.out.push_str("<li>"),
        }
        Close::Html("</li>\n".into())
    }

    pub(super) fn task(&mut self, done: bool) {
        let (checked, label) = if done { (" checked", "done") } else { ("", "to do") };
        self.out.push_str(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
    }

    pub(super) fn start_row(&mut self, head: bool) -> Close {
        self.state.column = 0;
        self.state.head = head;
        self.out.push_str(if head { "<thead>\n<tr>" } else { "<tr>" });
        Close::Html(if head { "</tr>\n</thead>\n<tbody>\n" } else { "</tr>\n" }.into())
    }

    pub(super) fn start_cell(&mut self) -> Close {
        let class = match self.state.alignments.get(self.state.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        self.state.column += 1;
        let (open, close) = if self.state.head { ("<th", "</th>") } else { ("<td", "</td>") };
        self.out.push_str(open);
        self.out.push_str(class);
        self.out.push('>');
        Close::Html(close.into())
    }

    pub(super) fn end_code(&mut self) {
        if let Some((info, text, offset)) = self.state.code.take() {
            let language = code::info(&info).language;
            let text = code::without_colours(&language, &text);
            self.sections.push(&text);
            self.sections.space();
            if info.trim() == math::LANGUAGE {
                return self.formula_block(&text, offset);
            }
            if let Some(language) = Language::named(&language) {
                return self.diagram(language, (&info, &text), offset);
            }
            self.state.code_blocks += 1;
            let from = self.out.len();
            code::write(&info, &text, self.state.code_blocks, &mut self.out);
            self.annotate(from);
        }
    }

    pub(super) fn end_raw_block(&mut self) {
        if let Some((html, offset)) = self.state.raw.take() {
            self.raw_html(&html, offset);
        }
    }

    pub(super) fn end_tab_title(&mut self) {
        let label = std::mem::take(&mut self.out);
        if let Some(Close::Tabs(_, tabs)) = self.open.iter_mut().rev().find(|close| matches!(close, Close::Tabs(..))) {
            tabs.labels.push(label);
        }
    }

    pub(super) fn end_tab(&mut self) {
        let body = std::mem::take(&mut self.out);
        if let Some(Close::Tabs(_, tabs)) = self.open.last_mut() {
            tabs.bodies.push(body);
        }
    }

    pub(super) fn end_tabs(&mut self, before: String, tabs: &Tabs) {
        // What stands in the set beside its tabs is the empty paragraph of its marker.
        self.out = before;
        self.state.tab_sets += 1;
        let set = self.state.tab_sets;
        let count = tabs.bodies.len();
        self.out.push_str("<div class=\"tabs\">");
        for tab in 1..=count {
            let checked = if tab == 1 { " checked" } else { "" };
            self.out.push_str(&format!("<input type=\"radio\" name=\"tabs:{set}\" id=\"tab:{set}:{tab}\"{checked}>"));
        }
        self.out.push_str("<div class=\"tab-labels\">");
        for (tab, label) in (1..=count).zip(&tabs.labels) {
            self.out.push_str(&format!("<label for=\"tab:{set}:{tab}\">{label}</label>\n"));
        }
        self.out.push_str("</div>\n<div class=\"tab-bodies\">");
        for body in &tabs.bodies {
            self.out.push_str(&format!("<div class=\"tab\">\n{body}</div>\n"));
        }
        self.out.push_str("</div></div>\n");
    }

    /// The headings below the first level as nested lists.
    pub(super) fn table_of_contents(&mut self) {
        let mut levels: Vec<u8> = Vec::new();
        self.out.push_str("<div class=\"toc\">\n");
        for heading in &self.outline.headings {
            let mut deeper = true;
            while let Some(level) = levels.last().copied() {
                if level < heading.level {
                    break;
                }
                if level == heading.level || levels.len() == 1 {
                    self.out.push_str("</li>\n");
                    deeper = false;
                    break;
                }
                self.out.push_str("</li>\n</ul>\n");
                levels.pop();
            }
            if deeper {
                self.out.push_str("<ul>\n");
                levels.push(heading.level);
            }
            self.out.push_str("<li><a href=\"#");
            escape(&heading.id, &mut self.out);
            self.out.push_str("\">");
            escape(&heading.text, &mut self.out);
            self.out.push_str("</a>");
        }
        self.out.push_str(&"</li>\n</ul>\n".repeat(levels.len()));
        self.out.push_str("</div>\n");
    }
}
