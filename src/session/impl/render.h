// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "session/document.h"

namespace mcu::session {

// A document in one format each.
[[nodiscard]] std::string renderText(const Document& document);
[[nodiscard]] std::string renderMarkdown(const Document& document);
[[nodiscard]] std::string renderCsv(const Document& document);
[[nodiscard]] std::string renderJson(const Document& document);
[[nodiscard]] std::string renderHtml(const Document& document);

/// Columns of a terminal that an NFC text takes.
[[nodiscard]] std::size_t columnsOf(std::string_view text);

/// Visitor made of lambdas.
template <typename... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};

template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace mcu::session
