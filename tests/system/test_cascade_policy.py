# SPDX-License-Identifier: GPL-3.0-or-later
"""The slave's say: how its technician answers the master's orders; and the technicians' messages."""

import unittest

from cascade_support import CascadeTest
from harness import wait_for
from province import CONFERENCE, MASTER, VNPT, site_id


class Policy(CascadeTest):
    def order(self, state, at=VNPT):
        """The open order at an MCU once it is in that state."""
        def so():
            return next((o for o in self.province.cascade(at)["orders"] if o["state"] == state), None)
        return wait_for(so, f"an order {state} at {at}", 10)

    def meet_with(self, policy):
        return self.meet(1, 4006, 4009, slaves=(VNPT,), policy=policy)

    def show_in_background(self, number):
        """`show` that may take until somebody confirms it."""
        return self.background(self.province.show, number, check=False)

    def test_confirm_waits_for_one_key_and_escalates(self):
        province = self.meet_with("confirm")
        waiting = self.show_in_background(4006)
        order = self.order("waiting")
        self.assertEqual(order["site"], site_id(4006))
        province.expect(1, not_sees=[4006])
        wait_for(lambda: self.order("waiting")["escalated"], "five seconds later both are told", 10)
        wait_for(lambda: self.order("waiting", MASTER)["escalated"], "the master is told too", 10)
        province.ctl(VNPT, "cascade", "confirm")
        province.expect(1, sees=[4006], hears=[4006])
        self.assertEqual(waiting().returncode, 0)

    def test_a_refused_order_gives_the_reason(self):
        province = self.meet_with("confirm")
        waiting = self.show_in_background(4006)
        self.order("waiting")
        province.ctl(VNPT, "cascade", "refuse", "--reason", "mất điện tại xã")
        done = waiting()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("mất điện tại xã", done.stderr + done.stdout)
        province.expect(1, not_sees=[4006])

    def test_manual_leaves_the_selection_to_the_slave(self):
        province = self.meet_with("manual")
        waiting = self.show_in_background(4006)
        self.order("waiting")
        province.ctl(VNPT, "cascade", "select", site_id(4006))
        province.expect(1, sees=[4006], hears=[4006])
        self.assertEqual(waiting().returncode, 0)

    def test_hold_makes_orders_wait_and_tells_why(self):
        province = self.meet_with("auto")
        province.ctl(VNPT, "cascade", "hold", "đang thử micro")
        wait_for(lambda: province.link(MASTER, VNPT)["hold_reason"] == "đang thử micro", "the master reads the reason")
        waiting = self.show_in_background(4006)
        self.order("waiting")
        province.ctl(VNPT, "cascade", "hold", "--off")
        province.expect(1, sees=[4006], hears=[4006])
        self.assertEqual(waiting().returncode, 0)

    def test_the_policy_can_be_changed_while_it_runs(self):
        province = self.meet_with("confirm")
        province.ctl(VNPT, "cascade", "policy", "auto")
        wait_for(lambda: province.link(MASTER, VNPT)["policy"] == "auto", "the master knows the new policy")
        province.take(4006)

    def test_a_repeated_order_does_no_harm(self):
        province = self.meet_with("auto")
        for _ in range(5):
            province.show(4006)
        province.take(4006)
        province.take(4009, before=4006)
        province.show(4009)
        province.expect(1, sees=[4009], hears=[4009], not_hears=[4006])
        wait_for(lambda: not [o for o in province.cascade(VNPT)["orders"] if o["state"] != "done"], "no order is left open")


class Talkback(CascadeTest):
    def message(self, at, text):
        return next((m for m in self.province.cascade(at)["messages"] if m["text"] == text), None)

    def test_a_cue_card_reaches_the_slave_and_its_acknowledgement_the_master(self):
        province = self.meet(slaves=(VNPT,), rooms=False)
        province.ctl(MASTER, "say", VNPT, "xã Chiềng Sơn chuẩn bị", "--cue")
        wait_for(lambda: self.message(VNPT, "xã Chiềng Sơn chuẩn bị"), "the slave's console has it", 5)
        self.assertFalse(self.message(MASTER, "xã Chiềng Sơn chuẩn bị").get("acknowledged_by"))
        province.ctl(VNPT, "ack")
        wait_for(lambda: self.message(MASTER, "xã Chiềng Sơn chuẩn bị").get("acknowledged_by"), "acknowledged", 5)

    def test_a_message_said_while_the_line_is_cut_arrives_once(self):
        province = self.meet(slaves=(VNPT,), rooms=False)
        province.relays[VNPT].cut()
        province.wait_link(VNPT, MASTER, "control-lost")
        province.ctl(VNPT, "say", MASTER, "đường truyền đứt")
        province.relays[VNPT].mend()
        province.wait_links()
        wait_for(lambda: self.message(MASTER, "đường truyền đứt"), "it arrives with the link", 5)
        said = [m for m in province.cascade(MASTER)["messages"] if m["text"] == "đường truyền đứt"]
        self.assertEqual(len(said), 1)


if __name__ == "__main__":
    unittest.main()
