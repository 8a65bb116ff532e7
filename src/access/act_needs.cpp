// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "access/needs.h"

// One line an act. A variant is visited with an overload of each: an act without a line is an error
// of the compiler.

namespace mcu::access {

namespace {

using conference::ViewName;

/// Of the whole server or conference.
Need whole(Right right) {
    return {right};
}

Need onSites(Right right, std::vector<std::string> sites) {
    Need need{right, std::move(sites)};
    need.wide = need.sites.empty();
    return need;
}

/// A site, or with none an act on all.
Need onSite(Right right, const std::string& site) {
    return site.empty() ? whole(right) : onSites(right, {site});
}

Need onSitesOrAll(Right right, const std::vector<std::string>& sites, bool all) {
    Need need = onSites(right, sites);
    need.wide = need.wide || all;
    return need;
}

/// What a view shows; everybody sees most of them, and a site its own.
Need inView(Right right, const ViewName& view, const std::vector<std::string>& panes) {
    Need need{right};
    for (const auto& pane : panes) {
        if (!pane.empty()) {
            need.sites.push_back(pane);
        }
    }
    if (view.kind == ViewName::Kind::site) {
        need.sites.push_back(view.site);
    }
    return need;
}

Need inProgramme(const std::string& site) {
    Need need{Right::programme};
    if (!site.empty()) {
        need.sites.push_back(site);
    }
    return need;
}

struct ConferenceNeeds {
    // clang-format off
    Need operator()(const conference::CreateConference& /*a*/) const { return whole(Right::conferences); }
    Need operator()(const conference::CloseConference& /*a*/) const { return whole(Right::conferences); }
    Need operator()(const conference::LockConference& /*a*/) const { return whole(Right::conferences); }
    Need operator()(const conference::SetVoiceSwitching& /*a*/) const { return whole(Right::programme); }
    /// By an address anybody could be called.
    Need operator()(const conference::AddSite& a) const { return a.uri.empty() ? onSite(Right::calls, a.site) : whole(Right::calls); }
    Need operator()(const conference::RemoveSite& a) const { return onSite(Right::calls, a.site); }
    Need operator()(const conference::CallSites& a) const { return onSites(Right::calls, a.sites); }
    Need operator()(const conference::CallAbsent& /*a*/) const { return whole(Right::calls); }
    Need operator()(const conference::HangUpSites& a) const { return onSitesOrAll(Right::calls, a.sites, a.all); }
    Need operator()(const conference::SetRedial& a) const { return a.all ? whole(Right::calls) : onSite(Right::calls, a.site); }
    Need operator()(const conference::SetChannel& a) const { return onSitesOrAll(Right::channels, a.sites, a.all); }
    Need operator()(const conference::SetVolume& a) const { return onSite(Right::channels, a.site); }
    Need operator()(const conference::SetChair& a) const { return inProgramme(a.site); }
    Need operator()(const conference::SetLayout& a) const { return inView(Right::programme, a.view, a.sites); }
    Need operator()(const conference::Show& a) const { return inProgramme(a.site); }
    Need operator()(const conference::Broadcast& a) const { return inProgramme(a.site); }
    Need operator()(const conference::ChairLook& a) const { return inProgramme(a.site); }
    Need operator()(const conference::Precue& a) const { return inProgramme(a.site); }
    Need operator()(const conference::SetBanner& a) const { return inView(Right::programme, a.view, {}); }
    Need operator()(const conference::Poll& a) const { return inView(Right::programme, a.view, a.sites); }
    Need operator()(const conference::Snapshot& a) const { return inView(Right::snapshots, a.view, {}); }
    Need operator()(const conference::RequestSite& a) const { return inProgramme(a.site); }
    Need operator()(const conference::CancelRequest& a) const { return inProgramme(a.site); }
    Need operator()(const conference::ConfirmSeen& a) const { return inProgramme(a.site); }
    Need operator()(const conference::Back& /*a*/) const { return whole(Right::programme); }
    Need operator()(const conference::PutSite& /*a*/) const { return whole(Right::siteList); }
    Need operator()(const conference::DeleteSite& /*a*/) const { return whole(Right::siteList); }

    // clang-format on
};

struct CascadeNeeds {
    // clang-format off
    Need operator()(const cascade::ConnectLink& /*a*/) const { return whole(Right::links); }
    Need operator()(const cascade::DisconnectLink& /*a*/) const { return whole(Right::links); }
    Need operator()(const cascade::SetPolicy& /*a*/) const { return whole(Right::links); }
    Need operator()(const cascade::Hold& /*a*/) const { return whole(Right::orders); }
    Need operator()(const cascade::ConfirmOrder& /*a*/) const { return whole(Right::orders); }
    Need operator()(const cascade::RefuseOrder& /*a*/) const { return whole(Right::orders); }
    /// Of the MCU's own rooms and those below it.
    Need operator()(const cascade::SelectSite& /*a*/) const { return whole(Right::orders); }
    Need operator()(const cascade::Say& /*a*/) const { return whole(Right::talk); }
    Need operator()(const cascade::Acknowledge& /*a*/) const { return whole(Right::talk); }

    // clang-format on
};

struct SessionNeeds {
    // clang-format off
    Need operator()(const session::ImportRegistry& /*a*/) const { return whole(Right::siteList); }
    Need operator()(const session::ImportPlan& /*a*/) const { return whole(Right::plan); }
    Need operator()(const session::CreateAdHoc& /*a*/) const { return whole(Right::plan); }
    Need operator()(const session::AgreePlan& a) const { return {Right::agree, {}, false, a.organisation}; }
    Need operator()(const session::SendNotices& /*a*/) const { return whole(Right::plan); }
    Need operator()(const session::MarkNotice& /*a*/) const { return whole(Right::plan); }
    Need operator()(const session::MarkStep& /*a*/) const { return whole(Right::plan); }
    Need operator()(const session::StartSession& /*a*/) const { return whole(Right::session); }
    Need operator()(const session::EndSession& /*a*/) const { return whole(Right::session); }
    Need operator()(const session::StepScript& /*a*/) const { return whole(Right::programme); }
    Need operator()(const session::GiveReason& /*a*/) const { return whole(Right::record); }
    Need operator()(const session::GiveLateReason& /*a*/) const { return whole(Right::record); }
    Need operator()(const session::RollCall& a) const { return onSite(Right::record, a.site); }
    Need operator()(const session::CheckReadiness& /*a*/) const { return {Right::checks, {}, false}; }
    Need operator()(const session::ExcludeSite& /*a*/) const { return whole(Right::plan); }
    Need operator()(const session::AddNote& a) const { return onSite(Right::record, a.site); }
    Need operator()(const session::RunChecks& a) const { return onSitesOrAll(Right::checks, a.sites, a.all || a.failed || !a.group.empty()); }
    Need operator()(const session::StopChecks& /*a*/) const { return whole(Right::checks); }
    Need operator()(const session::CheckInterop& /*a*/) const { return whole(Right::checks); }
    Need operator()(const session::CheckUpstream& /*a*/) const { return whole(Right::checks); }
    Need operator()(const session::RunDrill& /*a*/) const { return whole(Right::programme); }
    Need operator()(const session::AskFloor& a) const { return onSite(Right::record, a.site); }
    Need operator()(const session::GiveFloor& a) const { return inProgramme(a.site); }
    Need operator()(const session::DenyFloor& a) const { return inProgramme(a.site); }

    // clang-format on
};

struct IncidentNeeds {
    const std::string& owner;

    // clang-format off
    Need operator()(const incident::AddNote& /*a*/) const { return {Right::incidents, {}, false, owner}; }
    Need operator()(const incident::Close& /*a*/) const { return {Right::incidents, {}, false, owner}; }

    // clang-format on
};

}  // namespace

Need needOf(const conference::Command& command) {
    return std::visit(ConferenceNeeds{}, command);
}

Need needOf(const cascade::Command& command) {
    return std::visit(CascadeNeeds{}, command);
}

Need needOf(const session::Act& act) {
    return std::visit(SessionNeeds{}, act);
}

Need needOf(const incident::Act& act, const std::string& owner) {
    return std::visit(IncidentNeeds{owner}, act);
}

}  // namespace mcu::access
