// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <thread>

#include "cli/command_tree.h"
#include "cli/progress.h"
#include "cli/session_calls.h"
#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(500);

struct RunOptions {
    v1::SessionRequest request;
    bool wait = true;
};

/// A document as JSON; nothing: reported already.
std::optional<std::string> jsonOf(Session& session, const char* document, Exit& failed) {
    v1::DocumentRequest request;
    request.mutable_actor()->set_name(session.globals().actor);
    request.set_session(session.globals().sessionId);
    request.set_document(document);
    request.set_language("en");
    request.set_format("json");
    const auto reply = session.take(session.connect()->read(request), failed);
    if (!reply) {
        return std::nullopt;
    }
    if (!reply->ok()) {
        complainOfFile(session, reply->message(), reply->advice());
        failed = Exit::refused;
        return std::nullopt;
    }
    return reply->text();
}

/// A value of a flat JSON text that our own server made: "key":"value".
std::string valueOf(const std::string& json, const std::string& key) {
    const std::string mark = "\"" + key + "\":\"";
    const auto at = json.find(mark);
    if (at == std::string::npos) {
        return {};
    }
    const auto begin = at + mark.size();
    return json.substr(begin, json.find('"', begin) - begin);
}

int numberOf(const std::string& json, const std::string& key) {
    const auto text = valueOf(json, key);
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// "[#####---------------] 5/20 · đạt 4 · chưa đạt 1 · còn khoảng 35 giây".
std::string progressText(const std::string& json) {
    const int of = numberOf(json, "of");
    const int done = numberOf(json, "done");
    const int left = numberOf(json, "left_seconds");
    std::string text = progressBar(done, of) + " " +
                       tr("{done}/{of}, passed {passed}, failed {failed}",
                          {{"done", std::to_string(done)},
                           {"of", std::to_string(of)},
                           {"passed", valueOf(json, "passed")},
                           {"failed", valueOf(json, "failed")}});
    if (left >= 0 && done < of) {
        text += timeLeftText(std::chrono::seconds(left));
    }
    return text;
}

/// Follows the run until it is over; each change is a line, so that it reads in a log too. Refused
/// when a site did not pass.
Exit follow(Session& session) {
    std::string before;
    for (;;) {
        Exit failed = Exit::refused;
        const auto json = jsonOf(session, "check-run", failed);
        if (!json) {
            return failed;
        }
        const auto text = progressText(*json);
        if (text != before && !session.globals().json) {
            session.out() << text << std::endl;
            before = text;
        }
        if (valueOf(*json, "state") == "over") {
            const bool good = numberOf(*json, "passed") == numberOf(*json, "of");
            return good ? Exit::done : Exit::refused;
        }
        std::this_thread::sleep_for(kBetweenLooks);
    }
}

Exit runChecks(Session& session, const RunOptions& options) {
    const Exit begun = act(session, options.request);
    if (begun != Exit::done || !options.wait) {
        return begun;
    }
    const Exit over = follow(session);
    v1::DocumentRequest list;
    list.set_document("checks");
    const Exit printed = printDocument(session, list);
    return printed == Exit::done ? over : printed;
}

void addRun(CommandTree& tree, CLI::App& noun) {
    auto options = std::make_shared<RunOptions>();
    auto* checks = options->request.mutable_run_checks();
    auto& app = tree.word(noun,
                          "run",
                          tr("call rooms, measure picture and sound both ways"),
                          [options](Session& session) { return runChecks(session, *options); });
    sitesArgument(
        app,
        [options, checks](const std::vector<std::string>& sites) {
            checks->mutable_sites()->Assign(sites.begin(), sites.end());
        },
        false);
    app.add_flag_callback(
        "--all", [checks] { checks->set_all(true); }, tr("all sites of this server"));
    app.add_flag_callback(
        "--failed",
        [checks] { checks->set_failed(true); },
        tr("those whose last check did not pass"));
    app.add_option_function<std::string>(
           "--group",
           [checks](const std::string& group) { checks->set_group(group); },
           tr("sites of this group of the plan"))
        ->type_name("GROUP");
    app.add_option_function<int>(
           "--concurrency",
           [checks](int count) { checks->set_at_once(count); },
           tr("so many at a time (8)"))
        ->check(CLI::Range(1, 32))
        ->type_name("N");
    app.add_flag_callback(
        "--no-wait", [options] { options->wait = false; }, tr("do not wait until it is over"));
    examples(app, {"mcuctl check run --all --concurrency 8", "mcuctl check run x.03985 x.04111"});
}

void filterOption(const DocumentVerb& verb,
                  const char* name,
                  const std::string& help,
                  const char* type) {
    verb.app
        .add_option_function<std::string>(
            std::string("--") + name,
            [request = verb.request, name](const std::string& value) {
                (*request->mutable_filter())[name] = value;
            },
            help)
        ->type_name(type);
}

void addDocuments(CommandTree& tree, CLI::App& noun) {
    const auto list = documentVerb(
        tree, noun, "list", tr("results of all sites, and how many are done"), "checks");
    filterOption(list, "level", tr("only this level, for example commune"), "LEVEL");
    filterOption(list, "mcu", tr("only of this MCU"), "MCU");
    filterOption(list, "owner", tr("only of this organisation"), "ORG");
    list.app.add_flag_callback(
        "--failed",
        [request = list.request] { (*request->mutable_filter())["verdict"] = "failed"; },
        tr("only those that did not pass"));
    list.app.add_flag_callback(
        "--open",
        [request = list.request] { (*request->mutable_filter())["verdict"] = "not-checked"; },
        tr("only those not checked yet"));
    const auto show =
        documentVerb(tree, noun, "show", tr("everything measured of one site, and when"), "check");
    siteArgument(show.app, [request = show.request](const std::string& word) {
        (*request->mutable_filter())["site"] = word;
    });
    documentVerb(tree, noun, "form", tr("summary form of the results (DOC-04)"), "check-form");
    documentVerb(tree, noun, "progress", tr("how far the checks under way are"), "check-run");
}

struct DrillOptions {
    v1::SessionRequest request;
};

Exit runDrill(Session& session, const DrillOptions& options) {
    if (const Exit begun = act(session, options.request); begun != Exit::done) {
        return begun;
    }
    for (;;) {
        Exit failed = Exit::refused;
        const auto json = jsonOf(session, "drill", failed);
        if (!json) {
            return failed;
        }
        if (numberOf(*json, "left") <= 0) {
            v1::DocumentRequest document;
            document.set_document("drill");
            const Exit printed = printDocument(session, document);
            const bool good = json->find("\"result\":\"failed\"") == std::string::npos;
            return printed == Exit::done && !good ? Exit::refused : printed;
        }
        std::this_thread::sleep_for(kBetweenLooks);
    }
}

void addDrill(CommandTree& tree) {
    auto& noun = tree.noun("drill", tr("take a sample of sites on air and time each"));
    auto options = std::make_shared<DrillOptions>();
    auto* drill = options->request.mutable_run_drill();
    auto& app = tree.word(noun,
                          "run",
                          tr("a sample by MCU and level, by the real take"),
                          [options](Session& session) { return runDrill(session, *options); });
    sitesArgument(
        app,
        [options, drill](const std::vector<std::string>& sites) {
            drill->mutable_sites()->Assign(sites.begin(), sites.end());
        },
        false);
    app.add_option_function<int>(
           "--sample",
           [drill](int count) { drill->set_sample(count); },
           tr("so many sites in all; else as the plan says"))
        ->check(CLI::Range(1, 5000))
        ->type_name("N");
    app.add_option_function<std::uint64_t>(
           "--seed",
           [drill](std::uint64_t seed) { drill->set_seed(seed); },
           tr("the same number gives the same sample"))
        ->type_name("N");
    examples(app, {"mcuctl drill run --sample 12"});
    documentVerb(tree, noun, "show", tr("the drills of the session and their times"), "drill");
}

/// The queue of who wants to speak.
void addFloor(CommandTree& tree) {
    auto& noun = tree.noun("floor", tr("who wants to speak, and who may"));
    documentVerb(tree, noun, "list", tr("who waits, in order, and who spoke"), "floor");
    const auto ask = actVerb(tree, noun, "ask", tr("a site wants to speak"));
    auto* asked = ask.request->mutable_ask_floor();
    siteArgument(ask.app, [r = ask.request, asked](const std::string& v) { asked->set_site(v); });
    const auto give =
        actVerb(tree,
                noun,
                "give",
                tr("show it to all, open its and the chair's microphone, mute the others"));
    auto* given = give.request->mutable_give_floor();
    sitesArgument(
        give.app,
        [r = give.request, given](const std::vector<std::string>& sites) {
            given->set_site(sites.empty() ? "" : sites.front());
        },
        false)
        .expected(0, 1);
    const auto deny = actVerb(tree, noun, "deny", tr("it is not to speak now, and why"));
    auto* denied = deny.request->mutable_deny_floor();
    siteArgument(deny.app,
                 [r = deny.request, denied](const std::string& v) { denied->set_site(v); });
    textOption(deny.app, "--reason", tr("why"), [r = deny.request, denied](const std::string& v) {
        denied->set_reason(v);
    });
}

}  // namespace

void addCheckVerbs(CommandTree& tree) {
    auto& noun = tree.noun("check", tr("technical checks of rooms and MCUs"));
    addRun(tree, noun);
    actVerb(tree, noun, "stop", tr("leave out the sites whose check has not begun"))
        .request->mutable_stop_checks();
    addDocuments(tree, noun);
    addMcuCheckVerbs(tree, noun);
    addDrill(tree);
    addFloor(tree);
}

}  // namespace mcu::cli
