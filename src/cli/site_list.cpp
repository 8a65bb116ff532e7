// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/site_list.h"

#include <array>
#include <charconv>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include "cli/json.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

std::string decimal(double value, int digits) {
    std::array<char, 48> text{};
    const auto end =
        std::to_chars(
            text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits)
            .ptr;
    return {text.data(), end};
}

/// Rooms of other MCUs: which MCU's each is. Those a conference has and the list has not are added.
std::map<std::string, std::string> addFarSites(const client::Client& client,
                                               const std::string& level,
                                               v1::SiteList& list) {
    std::map<std::string, std::string> owners;
    const auto status = client.status();
    if (!status) {
        return owners;
    }
    std::set<std::string> listed;
    for (const auto& site : list.sites()) {
        listed.insert(site.id());
    }
    for (const auto& conference : status->conferences()) {
        for (const auto& site : conference.sites()) {
            if (site.owner().empty() || site.trunk() || (!level.empty() && site.level() != level)) {
                continue;
            }
            owners[site.id()] = site.owner();
            if (listed.insert(site.id()).second) {
                auto& added = *list.add_sites();
                added.set_id(site.id());
                added.set_name(site.name());
                added.set_level(site.level());
            }
        }
    }
    return owners;
}

Exit listSites(Session& session, const std::string& level) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    auto list = session.take(client->sites(), failed);
    if (!list) {
        return failed;
    }
    if (!level.empty()) {
        auto& sites = *list->mutable_sites();
        sites.erase(
            std::remove_if(
                sites.begin(), sites.end(), [&](const auto& s) { return s.level() != level; }),
            sites.end());
    }
    if (session.globals().json) {
        session.out() << toJson(*list) << "\n";
        return Exit::done;
    }
    const auto owners = addFarSites(*client, level, *list);
    for (const auto& site : list->sites()) {
        const auto owner = owners.find(site.id());
        session.out() << padded(site.id(), 14) << ' ' << padded(levelText(site.level()), 8) << ' '
                      << padded(site.name(), 46);
        if (!owners.empty()) {
            session.out() << ' ' << padded(owner == owners.end() ? "" : owner->second, 12);
        }
        std::string aliases;
        for (const auto& alias : site.aliases()) {
            aliases += ' ' + alias;
        }
        session.out() << printable(aliases) << "\n";
    }
    return Exit::done;
}

void printDirection(std::ostream& out, const std::string& name, const v1::DirectionStats& d) {
    out << "    " << padded(name, 9) << padded(decimal(d.kbps(), 0) + " kbit/s", 14)
        << tr("loss {percent} %", {{"percent", decimal(d.loss_percent(), 2)}}) << "  "
        << tr("jitter {ms} ms", {{"ms", decimal(d.jitter_ms(), 1)}}) << "  "
        << tr("{packets} packets, {lost} lost",
              {{"packets", std::to_string(d.packets())}, {"lost", std::to_string(d.lost())}})
        << "\n";
}

/// What its MCU tells of the line of a room of another MCU.
void printFarLine(std::ostream& out, const v1::SiteStatus& site) {
    for (const auto& line : site.streams()) {
        out << "  " << padded(tr("line"), 20) << decimal(line.received().kbps(), 0) << " kbit/s  "
            << tr("loss {percent} %", {{"percent", decimal(line.received().loss_percent(), 2)}})
            << "  " << tr("jitter {ms} ms", {{"ms", decimal(line.received().jitter_ms(), 1)}})
            << (line.round_trip_ms() >= 0 ? "  RTT " + decimal(line.round_trip_ms(), 0) + " ms"
                                          : "")
            << "\n";
    }
}

void printDetails(std::ostream& out, const v1::SiteStatus& site, const std::string& conference) {
    auto line = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) {
            out << "  " << padded(name, 20) << printable(value) << "\n";
        }
    };
    out << printable(site.name()) << " (" << printable(site.id()) << ")  "
        << levelText(site.level()) << "\n";
    line(tr("conference"), conference);
    line(tr("state"), stateText(site.state()) + ", " + decimal(site.since_seconds(), 0) + " s");
    line(tr("room of"), site.owner());
    line(tr("comes by"), site.carried_by());
    line(
        tr("known"),
        std::string(site.stale() ? tr("as last told: the link has no control channel") + " " : "") +
            (site.manual() ? tr("by phone: a foreign MCU without a control channel") : ""));
    line(tr("relay"), site.relay());
    line(tr("last call ended"), causeText(site.cause()));
    line(tr("role"),
         std::string(site.chair() ? tr("chair") + " " : "") +
             (site.on_air() ? tr("on air") + " " : "") +
             (site.precued() ? tr("pre-cued") + " " : "") + (site.warm() ? tr("warm") : ""));
    line(tr("microphone"),
         (site.microphone_on() ? tr("on") : tr("muted")) +
             (site.speaking() ? ", " + tr("speaking") : ""));
    line(tr("speaker"), site.speaker_on() ? tr("on") : tr("off"));
    line(tr("camera"), site.camera_on() ? tr("on") : tr("off"));
    line(tr("level, volume"),
         decimal(site.level_dbfs(), 0) + " dBFS, " + decimal(site.volume_db(), 1) + " dB");
    line(tr("call"),
         site.protocol() + " " + site.remote_address() + (site.held() ? " " + tr("on hold") : ""));
    line(tr("product"), site.product());
    line(tr("encrypted"), site.encrypted() ? tr("yes") : tr("NO"));
    line(tr("registered"), site.registered() ? tr("yes") : tr("no"));
    line(tr("sound, picture"), site.audio_codec() + ", " + site.video_codec());
    line(tr("watches"), site.watches());
    line(tr("sound buffer"), std::to_string(site.audio_buffer_ms()) + " ms");
    if (!site.owner().empty()) {
        printFarLine(out, site);
        return;
    }
    for (const auto& stream : site.streams()) {
        out << "  " << (stream.kind() == v1::StreamStats::KIND_AUDIO ? tr("sound") : tr("picture"))
            << "  " << (stream.secured() ? stream.suite() : tr("clear")) << "  "
            << (stream.round_trip_ms() >= 0 ? "RTT " + decimal(stream.round_trip_ms(), 0) + " ms"
                                            : "")
            << "\n";
        printDirection(out, tr("received"), stream.received());
        printDirection(out, tr("sent"), stream.sent());
    }
}

/// A site of a conference by id, or by exact name.
Exit showDetails(Session& session, const std::string& word) {
    const auto* client = session.connect();
    if (client == nullptr) {
        return Exit::usage;
    }
    Exit failed = Exit::refused;
    const auto status = session.take(client->status(session.globals().conference), failed);
    if (!status) {
        return failed;
    }
    const auto list = session.take(client->sites(), failed);
    if (!list) {
        return failed;
    }
    const std::string id = exactSite(*list, word);
    bool found = false;
    for (const auto& conference : status->conferences()) {
        for (const auto& site : conference.sites()) {
            if (site.id() == id) {
                found = true;
                if (session.globals().json) {
                    session.out() << toJson(site) << "\n";
                } else {
                    printDetails(session.out(), site, conference.id());
                }
            }
        }
    }
    if (!found) {
        session.complain(tr("no conference has a site {site}", {{"site", word}}),
                         tr("see: mcuctl site list, mcuctl status --all"));
        return Exit::refused;
    }
    return Exit::done;
}

}  // namespace

void addSiteListings(CommandTree& tree, CLI::App& noun) {
    auto level = std::make_shared<std::string>();
    auto& list = tree.word(noun, "list", tr("the site list"), [level](Session& session) {
        return listSites(session, *level);
    });
    list.add_option("--level", *level, tr("only this level"))->type_name("TEXT");
    auto word = std::make_shared<std::string>();
    auto& details = tree.word(
        noun, "show-details", tr("all about a site of a conference"), [word](Session& session) {
            return showDetails(session, *word);
        });
    details.add_option("SITE", *word, tr("site: id, alias or exact name"))
        ->required()
        ->type_name("");
}

std::string exactSite(const v1::SiteList& list, const std::string& word) {
    std::string id = word;
    for (const auto& known : list.sites()) {
        const bool alias = std::find(known.aliases().begin(), known.aliases().end(), word) !=
                           known.aliases().end();
        if (known.id() == word) {
            return word;
        }
        id = alias || known.name() == word ? known.id() : id;
    }
    return id;
}

std::string firstLineOf(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

}  // namespace mcu::cli
