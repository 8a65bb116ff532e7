// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <vector>

#include "cli/command_tree.h"
#include "cli/json.h"
#include "cli/number_text.h"
#include "cli/text.h"
#include "cli/width.h"

// Talkback between technicians: say, messages, ack.

namespace mcu::cli {

namespace {

/// "say mcu.vnpt TEXT": the first word is the MCU when a link goes there, or when it looks like
/// one, so that a misspelt one is refused and not told to everybody.
bool namesMcu(const std::string& word, const v1::CascadeStatus& cascade) {
    return word.starts_with("mcu.") ||
           std::any_of(cascade.links().begin(), cascade.links().end(), [&](const auto& link) {
               return link.mcu() == word;
           });
}

Exit say(Session& session, const std::vector<std::string>& words, bool cue) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto cascade = session.take(client->cascade(), failed);
    if (!cascade) {
        return failed;
    }
    v1::CommandRequest request;
    auto& m = *request.mutable_say();
    m.set_cue(cue);
    auto first = words.begin();
    if (words.size() > 1 && namesMcu(words.front(), *cascade)) {
        m.set_mcu(*first++);
    }
    std::string text;
    for (; first != words.end(); ++first) {
        text += (text.empty() ? "" : " ") + *first;
    }
    m.set_text(text);
    return session.execute(request);
}

void printMessage(Session& session, const v1::TalkbackMessage& message, bool ours) {
    const bool open = message.acknowledged_by().empty();
    const std::string to = message.to().empty() ? tr("everybody linked") : message.to();
    const std::string line = padded(std::to_string(message.id()), 5) + timeOfDay(message.at_us()) +
                             "  " + printable(message.from()) + " " + printable(message.author()) +
                             " → " + printable(to) + (message.cue() ? "  " + tr("CUE") : "") +
                             ": " + printable(message.text());
    session.out() << (open && !ours ? shaded(session.globals(),
                                             message.cue() ? Shade::warning : Shade::strong,
                                             line)
                                    : line)
                  << "\n";
    if (!open) {
        session.out() << "     " << "✓ "
                      << printable(
                             tr("acknowledged by {name}", {{"name", message.acknowledged_by()}}))
                      << "\n";
    } else if (!ours) {
        session.out() << "     → mcuctl ack " << message.id() << "\n";
    }
}

Exit listMessages(Session& session) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto cascade = session.take(client->cascade(), failed);
    if (!cascade) {
        return failed;
    }
    if (session.globals().json) {
        std::string list;
        for (const auto& message : cascade->messages()) {
            list += (list.empty() ? "" : ",") + toJson(message);
        }
        session.out() << "[" << list << "]\n";
        return Exit::done;
    }
    for (const auto& message : cascade->messages()) {
        printMessage(session, message, message.from() == cascade->mcu());
    }
    if (cascade->messages().empty()) {
        session.out() << tr("there are no messages") << "\n";
    }
    return Exit::done;
}

}  // namespace

void addTalkback(CommandTree& tree) {
    auto words = std::make_shared<std::vector<std::string>>();
    auto cue = std::make_shared<bool>(false);
    auto& sayWord =
        tree.word(tree.app(),
                  "say",
                  tr("a message to the technicians of the linked MCUs, or of one: say [MCU] TEXT"),
                  [words, cue](Session& session) { return say(session, *words, *cue); });
    sayWord.add_option("TEXT", *words, tr("the message; its first word may be the MCU it is for"))
        ->required()
        ->type_name("");
    sayWord.add_flag("--cue", *cue, tr("a cue card: stays on their screen until acknowledged"));
    examples(sayWord,
             {"mcuctl say \"5 phút nữa bắt đầu\"",
              "mcuctl say mcu.vnpt chuẩn bị xã Chiềng Sơn",
              "mcuctl say --cue mcu.vnpt \"tiếp theo: xã Chiềng Sơn\""});
    tree.word(
        tree.app(), "messages", tr("messages between technicians, the last 50"), listMessages);
    const auto ack =
        tree.command(tree.app(), "ack", tr("acknowledge a message; without number: the oldest"));
    ack.app
        .add_option_function<std::uint64_t>(
            "MESSAGE",
            [m = ack.request->mutable_acknowledge()](std::uint64_t n) { m->set_message(n); },
            tr("number of the message (messages)"))
        ->type_name("");
}

}  // namespace mcu::cli
