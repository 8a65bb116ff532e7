// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "cli/command_tree.h"
#include "cli/json.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

/// "1280x720@30" in its parts; false when it is none.
bool parsePicture(const std::string& text, v1::CreateConference& to) {
    std::array<int, 3> numbers{};
    std::array<char, 2> marks{};
    int used = 0;
    if (text.size() > 20 ||
        std::sscanf(text.c_str(),
                    "%5d%c%5d%c%3d%n",
                    &numbers[0],
                    &marks[0],
                    &numbers[1],
                    &marks[1],
                    &numbers[2],
                    &used) != 5 ||  // NOLINT(cert-err34-c): widths bound the numbers
        marks[0] != 'x' ||
        marks[1] != '@' || static_cast<std::size_t>(used) != text.size()) {
        return false;
    }
    to.set_width(numbers[0]);
    to.set_height(numbers[1]);
    to.set_frames_per_second(numbers[2]);
    return true;
}

void conferenceArgument(CLI::App& app, const std::function<void(const std::string&)>& set) {
    app.add_option_function<std::string>("CONFERENCE", set, tr("id of the conference"))
        ->required()
        ->type_name("");
}

void addCreate(CommandTree& tree, CLI::App& noun) {
    const auto sent = tree.command(noun, "create", tr("open a conference"));
    auto* m = sent.request->mutable_create_conference();
    m->set_mute_on_entry(true);
    m->set_captions(true);
    conferenceArgument(sent.app, [m](const auto& id) { m->set_conference(id); });
    auto text = [&](const char* name,
                    const char* type,
                    const std::string& help,
                    void (*set)(v1::CreateConference*, const std::string&)) {
        return sent.app
            .add_option_function<std::string>(
                name, [m, set](const std::string& v) { set(m, v); }, help)
            ->type_name(type);
    };
    text("--title", "TEXT", tr("title, shown to operators"), [](auto* c, const auto& v) {
        c->set_title(v);
    });
    text("--layout", "LAYOUT", tr("layout of the programme (2x2)"), [](auto* c, const auto& v) {
        c->set_layout(v);
    });
    text("--chair", "SITE", tr("chair site"), [](auto* c, const auto& v) { c->set_chair(v); });
    text("--encryption",
         "POLICY",
         tr("disabled, preferred (else) or required"),
         [](auto* c, const auto& v) {
             c->set_encryption(v == "disabled"   ? v1::ENCRYPTION_DISABLED
                               : v == "required" ? v1::ENCRYPTION_REQUIRED
                                                 : v1::ENCRYPTION_PREFERRED);
         })
        ->check(CLI::IsMember({"disabled", "preferred", "required"}));
    sent.app
        .add_option_function<std::string>(
            "--picture",
            [m](const std::string& v) {
                if (!parsePicture(v, *m)) {
                    throw CLI::ValidationError("--picture", "1280x720@30");
                }
            },
            tr("size and rate of the programme (1280x720@30)"))
        ->type_name("WxH@FPS");
    sent.app
        .add_option_function<int>(
            "--max-own-views",
            [m](int v) { m->set_max_own_views(v); },
            tr("sites on air that get a picture without themselves (4)"))
        ->check(CLI::Range(0, 64))
        ->type_name("N");
    sent.app.add_flag_callback("--open", [m] { m->set_open(true); }, tr("let unlisted callers in"));
    sent.app.add_flag_callback(
        "--no-mute-on-entry",
        [m] { m->set_mute_on_entry(false); },
        tr("sites enter with their microphone on"));
    sent.app.add_flag_callback(
        "--no-captions", [m] { m->set_captions(false); }, tr("no names in the picture"));
    sent.app.add_flag_callback(
        "--tally",
        [m] { m->set_tally(true); },
        tr("rooms read in their picture when they are called or on air"));
    sent.app
        .add_option_function<std::vector<std::string>>(
            "--sites",
            [m](const auto& words) { m->mutable_sites()->Assign(words.begin(), words.end()); },
            tr("invited sites, not called yet"))
        ->type_name("SITE...");
}

Exit listConferences(Session& session) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto status = session.take(client->status(), failed);
    if (!status) {
        return failed;
    }
    if (session.globals().json) {
        std::string list;
        for (const auto& conference : status->conferences()) {
            list += (list.empty() ? "" : ",") + toJson(conference);
        }
        session.out() << "[" << list << "]\n";
        return Exit::done;
    }
    for (const auto& conference : status->conferences()) {
        int connected = 0;
        for (const auto& site : conference.sites()) {
            connected += site.state() == v1::SITE_STATE_CONNECTED ? 1 : 0;
        }
        session.out() << padded(conference.id(), 16) << ' '
                      << padded(std::to_string(connected) + "/" +
                                    std::to_string(conference.sites_size()),
                                8)
                      << ' ' << padded(conference.locked() ? tr("locked") : tr("unlocked"), 9)
                      << ' ' << printable(conference.title()) << "\n";
    }
    if (status->conferences().empty()) {
        session.out() << tr("there is no conference") << "\n";
    }
    return Exit::done;
}

}  // namespace

void addConferenceVerbs(CommandTree& tree) {
    auto& noun = tree.noun("conference", tr("open, close, lock conferences"));
    addCreate(tree, noun);
    const auto close = tree.command(noun, "close", tr("hang up all and close"));
    conferenceArgument(close.app, [m = close.request->mutable_close_conference()](const auto& id) {
        m->set_conference(id);
    });
    tree.word(noun, "list", tr("list the conferences"), listConferences);
    for (const bool locked : {true, false}) {
        const auto lock =
            tree.command(noun,
                         locked ? "lock" : "unlock",
                         locked ? tr("let nobody else in") : tr("let listed sites in again"));
        auto* m = lock.request->mutable_lock_conference();
        m->set_locked(locked);
        lock.app
            .add_option_function<std::string>(
                "CONFERENCE",
                [m](const auto& id) { m->set_conference(id); },
                tr("id of the conference"))
            ->type_name("");
    }
    const auto voice =
        tree.command(noun, "voice", tr("voice switching: the loudest site comes on air by itself"));
    auto* m = voice.request->mutable_set_voice_switching();
    onOffArgument(voice.app, [m](bool on) { m->set_on(on); });
    voice.app
        .add_option_function<double>(
            "--hold",
            [m](double seconds) { m->set_hold_ms(static_cast<std::int64_t>(seconds * 1000)); },
            tr("seconds a speaker is kept (2)"))
        ->check(CLI::Range(0.2, 60.0))
        ->type_name("SECONDS");
}

}  // namespace mcu::cli
