// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/help.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kLeft = 26;

/// Words in lines of at most `columns`.
std::vector<std::string> wrapped(const std::string& text, std::size_t columns) {
    std::vector<std::string> lines(1);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        if (!lines.back().empty() && widthOf(lines.back()) + 1 + widthOf(word) > columns) {
            lines.emplace_back();
        }
        lines.back() += (lines.back().empty() ? "" : " ") + word;
        at = end + 1;
    }
    return lines;
}

std::string row(const std::string& left, const std::string& right) {
    const std::string head = "  " + left;
    std::string text =
        widthOf(head) < kLeft ? padded(head, kLeft) : head + "\n" + std::string(kLeft, ' ');
    const auto lines = wrapped(right, kWidth - kLeft);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        text += (i == 0 ? "" : std::string(kLeft, ' ')) + lines[i] + "\n";
    }
    return text;
}

bool many(const CLI::Option* option) {
    return option->get_expected_max() > 1;
}

std::string optionName(const CLI::Option* option) {
    if (option->nonpositional()) {
        const std::string type = option->get_type_name();
        return option->get_name(false, true) +
               (option->get_items_expected_max() == 0 || type.empty()
                    ? ""
                    : " " + type.substr(0, type.find(':')));
    }
    return option->get_name(true) + (many(option) ? "..." : "");
}

std::string usageLine(const CLI::App* app, const std::string& name) {
    std::string words = name;
    for (const CLI::App* each = app; each != nullptr && name.empty(); each = each->get_parent()) {
        words.insert(0, words.empty() ? each->get_name() : each->get_name() + " ");
    }
    std::string line = tr("Usage:") + " " + words;
    for (const auto* option :
         app->get_options([](const CLI::Option* o) { return !o->nonpositional(); })) {
        const std::string positional = optionName(option);
        line += option->get_required() ? " " + positional : " [" + positional + "]";
    }
    if (!app->get_subcommands([](const CLI::App*) { return true; }).empty()) {
        line += " " + (app->get_parent() == nullptr ? tr("COMMAND") : tr("VERB"));
    }
    return line + " [" + tr("OPTIONS") + "]\n";
}

/// Rows under their group's heading, groups in the order of their first member.
using Groups = std::vector<std::pair<std::string, std::string>>;

void addRow(Groups& groups, const std::string& group, const std::string& text) {
    const auto found =
        std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == group; });
    if (found == groups.end()) {
        groups.emplace_back(group, text);
    } else {
        found->second += text;
    }
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app,
                                     std::string name,
                                     CLI::AppFormatMode /*mode*/) const {
    std::string help =
        usageLine(app, app->get_parent() == nullptr ? app->get_name() : std::string());
    (void)name;
    for (const auto& line : wrapped(app->get_description(), kWidth)) {
        help += "  " + line + "\n";
    }
    Groups groups;
    for (const auto* option :
         app->get_options([](const CLI::Option* o) { return !o->nonpositional(); })) {
        addRow(groups, tr("Arguments"), row(optionName(option), option->get_description()));
    }
    for (const auto* command : app->get_subcommands([](const CLI::App*) { return true; })) {
        addRow(groups, command->get_group(), row(command->get_name(), command->get_description()));
    }
    for (const auto* option :
         app->get_options([](const CLI::Option* o) { return o->nonpositional(); })) {
        // CLI11 makes the help option before it takes over our group.
        addRow(groups,
               option->get_group() == "Options" ? tr("Options") : option->get_group(),
               row(optionName(option), option->get_description()));
    }
    for (const auto& [heading, rows] : groups) {
        help.append("\n").append(heading).append(":\n").append(rows);
    }
    if (!app->get_footer().empty()) {
        help += "\n" + app->get_footer() + "\n";
    }
    if (app->get_parent() != nullptr) {
        help += "\n" + tr("Options of every command: mcuctl --help") + "\n";
    }
    return help;
}

UsageFault usageFault(const CLI::ParseError& error, const CLI::App& app) {
    // The deepest command that was named: its help is the one to read.
    const CLI::App* at = &app;
    std::string path = app.get_name();
    while (!at->get_subcommands().empty()) {
        at = at->get_subcommands().front();
        path += " " + at->get_name();
    }
    std::string advice = tr("see: {command} --help", {{"command", path}});
    const bool tooMuch = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    if (tooMuch || dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        // With a command still to come, a stray word is a misspelt command.
        const bool commandMissing =
            !at->get_subcommands([](const CLI::App*) { return true; }).empty();
        std::string stray;
        for (const auto& word : app.remaining(true)) {
            stray += (stray.empty() ? "" : " ") + word;
        }
        if (tooMuch && stray.empty()) {
            // Words a subcommand refused are only in CLI11's sentence, after its colon.
            const std::string thought = error.what();
            stray = thought.substr(std::min(thought.find(": "), thought.size() - 2) + 2);
        }
        if (!stray.empty()) {
            return {commandMissing ? tr("there is no command \"{words}\" under {command}",
                                        {{"words", stray}, {"command", path}})
                                   : tr("\"{words}\" is too much for {command}",
                                        {{"words", stray}, {"command", path}}),
                    advice};
        }
        if (commandMissing) {
            return {tr("{command} needs a command", {{"command", path}}), advice};
        }
        for (const auto* option : at->get_options()) {
            if (option->get_required() && option->count() == 0) {
                return {tr("{command} needs {argument}",
                           {{"command", path}, {"argument", optionName(option)}}),
                        advice};
            }
        }
        return {tr("{command} needs a site, or --all or --off", {{"command", path}}), advice};
    }
    // CLI11 writes "NAME: what it thinks"; the option's own help says better what is expected.
    const std::string thought = error.what();
    const std::string name = thought.substr(0, thought.find(':'));
    for (const CLI::App* owner : {at, &app}) {
        for (const auto* option : owner->get_options()) {
            if (option->get_name(true) == name || option->get_name(false, true) == name ||
                option->check_name(name)) {
                return {tr("{command}: wrong value of {argument}; expected: {expected}",
                           {{"command", path},
                            {"argument", optionName(option)},
                            {"expected", option->get_description()}}),
                        advice};
            }
        }
    }
    return {tr("{command}: wrong value: {reason}", {{"command", path}, {"reason", error.what()}}),
            advice};
}

}  // namespace mcu::cli
