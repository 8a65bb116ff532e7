// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "conference/cascade_host.h"

namespace mcu::cascade::test {

using namespace conference;

/// A domain that does what a cascade asks at once and writes it down. Control thread of its node;
/// roster() answers later, as the real one.
class FakeCascadeHost final : public CascadeHost {
public:
    struct Report {
        SiteId site;
        std::string kind;
        std::string severity;
        std::string text;
        std::map<std::string, std::string> fields;
    };

    struct Selected {
        SiteId trunk;
        Selection selection;
    };

    explicit FakeCascadeHost(Loop& loop) : loop_(loop) {}

    void setCascadeListener(CascadeListener* given) override { listener = given; }

    [[nodiscard]] bool hasConference(const ConferenceId& conference) const override {
        return conferences.contains(conference.value);
    }

    Status addTrunk(const TrunkSpec& spec) override {
        ++trunksAdded;
        trunks[spec.id.value] = spec;
        return {};
    }

    void removeTrunk(const ConferenceId& /*conference*/, const SiteId& trunk) override {
        trunks.erase(trunk.value);
    }

    void redialTrunk(const ConferenceId& /*conference*/, const SiteId& trunk) override {
        redialled.push_back(trunk.value);
    }

    void trunkStatus(const ConferenceId& /*conference*/,
                     std::function<void(std::vector<TrunkStatus>)> done) override {
        std::vector<TrunkStatus> out;
        for (const auto& [id, spec] : trunks) {
            TrunkStatus status;
            status.id = spec.id;
            status.number = spec.number;
            status.state = trunkState;
            status.encrypted = true;
            out.push_back(status);
        }
        done(std::move(out));
    }

    Status putFarSites(const ConferenceId& /*conference*/,
                       const McuId& link,
                       const std::vector<FarSite>& changed,
                       const std::vector<SiteId>& gone) override {
        ++puts;
        lastPut = changed.size();
        for (const auto& site : changed) {
            far[site.record.id.value] = {link, site};
        }
        for (const auto& site : gone) {
            far.erase(site.value);
        }
        return {};
    }

    void setLinkReachable(const ConferenceId& /*conference*/,
                          const McuId& link,
                          bool yes) override {
        reachable[link.value] = yes;
    }

    void carry(const ConferenceId& /*conference*/,
               const SiteId& trunk,
               const SiteId& site) override {
        carried[trunk.value] = site.value;
    }

    void noteFarStep(const ConferenceId& /*conference*/,
                     const SiteId& site,
                     SelectionStep step) override {
        steps[site.value].push_back(step);
    }

    void refuseFar(const ConferenceId& /*conference*/,
                   const SiteId& site,
                   const Error& why) override {
        refused.emplace_back(site.value, why);
    }

    [[nodiscard]] ProgrammeState programmeOf(const ConferenceId& /*conference*/) const override {
        return programme;
    }

    [[nodiscard]] std::vector<RequestState> requestsOf(
        const ConferenceId& /*conference*/) const override {
        return requests;
    }

    Status select(const ConferenceId& conference,
                  const SiteId& trunk,
                  const Selection& selection) override {
        if (selection.site && !selectable) {
            return Error(ErrorCode::refused, "it cannot be selected");
        }
        selections.push_back({trunk, selection});
        if (selection.site && stepsByItself) {
            (void)loop_.post([this, conference, trunk, site = selection.site] {
                for (const auto step :
                     {SelectionStep::pictureUp, SelectionStep::soundUp, SelectionStep::soundDown}) {
                    if (listener != nullptr) {
                        listener->onSelection(conference, trunk, site, step, {});
                    }
                }
            });
        }
        return {};
    }

    void setMasterProgramme(const ConferenceId& /*conference*/,
                            const ProgrammeState& given) override {
        masterProgramme = given;
    }

    void roster(const ConferenceId& conference,
                std::function<void(std::vector<FarSite>)> done) override {
        (void)loop_.post([this, conference, done = std::move(done)] {
            auto out = sites;
            // Those of links below go up with their own owner.
            for (const auto& [id, one] : far) {
                out.push_back(one.second);
            }
            ++rostersRead;
            done(std::move(out));
        });
    }

    void report(const ConferenceId& conference,
                const SiteId& site,
                const std::string& kind,
                const std::string& severity,
                const std::string& text,
                const std::map<std::string, std::string>& fields) override {
        reports.push_back({site, kind, severity, text, fields});
        if (onReport) {
            Event event;
            event.kind = kind;
            event.severity = severity;
            event.conference = conference;
            event.site = site;
            event.text = text;
            event.fields = fields;
            onReport(event);
        }
    }

    [[nodiscard]] std::size_t count(const std::string& kind) const {
        return static_cast<std::size_t>(std::count_if(
            reports.begin(), reports.end(), [&](const auto& one) { return one.kind == kind; }));
    }

    [[nodiscard]] const Report* find(const std::string& kind, const std::string& words) const {
        for (const auto& one : reports) {
            if (one.kind == kind && one.text.find(words) != std::string::npos) {
                return &one;
            }
        }
        return nullptr;
    }

    /// A room of this MCU.
    FarSite& addSite(const std::string& id, const McuId& owner) {
        FarSite site;
        site.record.id = SiteId{id};
        site.record.name = "Điểm cầu " + id;
        site.record.aliases = {"alias/" + id};
        site.owner = owner;
        site.state = SiteState::connected;
        site.sinceSeconds = 60;
        site.protocol = "SIP/tls";
        site.videoCodec = "H264 1280x720";
        site.kbps = 1500;
        sites.push_back(site);
        return sites.back();
    }

    CascadeListener* listener = nullptr;
    std::set<std::string> conferences{"hop"};
    std::vector<FarSite> sites;
    std::map<std::string, TrunkSpec> trunks;
    SiteState trunkState = SiteState::connected;
    int trunksAdded = 0;
    std::vector<std::string> redialled;
    std::map<std::string, std::pair<McuId, FarSite>> far;
    int puts = 0;
    std::size_t lastPut = 0;
    int rostersRead = 0;
    std::map<std::string, bool> reachable;
    std::map<std::string, std::string> carried;
    std::map<std::string, std::vector<SelectionStep>> steps;
    std::vector<std::pair<std::string, Error>> refused;
    ProgrammeState programme;
    ProgrammeState masterProgramme;
    std::vector<RequestState> requests;
    std::vector<Selected> selections;
    bool selectable = true;
    bool stepsByItself = true;
    std::vector<Report> reports;
    std::function<void(const Event&)> onReport;

private:
    Loop& loop_;
};

}  // namespace mcu::cascade::test
